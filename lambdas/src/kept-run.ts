import { jobRuns } from '@sagopalgo/core/mysql/operating-schema.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { errorSentence } from '@sagopalgo/core/runtime/error-sentence.ts';
import type { JobName } from '@sagopalgo/core/rules/operator-tasks.ts';
import type { Connections } from './connections.ts';

const FAULT_MAX_CHARS = 500;

/**
 * Does the work of one of the clock's functions and keeps when it ran and whether it went well, for operators to
 * see. What the work throws is thrown; that its keeping fails is only told to the log.
 */
export async function keptRun<Result>(
  connections: Pick<Connections, 'db' | 'log' | 'now'>,
  job: JobName,
  work: () => Promise<Result>,
): Promise<Result> {
  const startedAtMs = connections.now();
  const keep = async (fault: string | null): Promise<void> => {
    const endedAtMs = connections.now();
    const wentWell = fault === null ? { wentWellAtMs: endedAtMs } : {};
    const run = { startedAtMs, tookMs: endedAtMs - startedAtMs, fault, ...wentWell };
    await keepRun(connections, job, run);
  };
  try {
    const result = await work();
    await keep(null);
    return result;
  } catch (error) {
    await keep(errorSentence(error).slice(0, FAULT_MAX_CHARS));
    throw error;
  }
}

async function keepRun(
  { db, log }: Pick<Connections, 'db' | 'log'>,
  job: JobName,
  run: Omit<typeof jobRuns.$inferInsert, 'job'>,
): Promise<void> {
  try {
    await db
      .insert(jobRuns)
      .values({ job, ...run })
      .onDuplicateKeyUpdate({ set: run });
  } catch (error) {
    log.warn('job.run-not-kept', { job, error: describeError(error) });
  }
}
