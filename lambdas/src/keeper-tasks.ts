import { and, asc, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import { operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { errorSentence } from '@sagopalgo/core/runtime/error-sentence.ts';
import type { TaskKind } from '@sagopalgo/core/rules/operator-tasks.ts';
import { cancelAuction } from './close-auctions/cancel-auction.ts';
import type { KeeperConnections } from './connections.ts';
import { JOBS } from './jobs.ts';
import { keptRun } from './kept-run.ts';
import { extendClosing } from './operate/extend-closing.ts';
import { OperatorError } from './record-bids/operator-actions.ts';

const TASKS_A_ROUND = 20;
/** A keeper that died with a task is followed by another after that; what is done twice changes nothing more. */
const TAKEN_FOR_MS: Record<TaskKind, number> = {
  cancel: 60_000,
  extend: 60_000,
  'run-job': 600_000,
};
/** What fails for no reason of its own, as while Redis is away, is tried for so long. */
const TRIED_FOR_MS = 600_000;
const TRIED_AGAIN_AFTER_MS = 5_000;
const OUTCOME_MAX_CHARS = 1_000;

type TaskRow = typeof operatorTasks.$inferSelect;

/** What keepers that wait for nothing else do at once, and what may take minutes and must not hold that up. */
export const DEEDS: TaskKind[] = ['cancel', 'extend'];
export const RUNS: TaskKind[] = ['run-job'];

/** Carries out what operators have asked for and nobody has taken up, the first asked first. */
export async function carryOutTasks(
  connections: KeeperConnections,
  kinds: TaskKind[],
): Promise<void> {
  const { state, kind, askedAtMs } = operatorTasks;
  const waiting = await connections.db
    .select()
    .from(operatorTasks)
    .where(and(eq(state, 'waiting'), inArray(kind, kinds)))
    .orderBy(asc(askedAtMs))
    .limit(TASKS_A_ROUND);
  for (const task of waiting) {
    if (await isTaken(connections, task)) await carryOut(connections, task);
  }
}

async function isTaken(
  { db, now }: KeeperConnections,
  { taskId, kind }: TaskRow,
): Promise<boolean> {
  const { state, takenAtMs } = operatorTasks;
  const isFree = or(isNull(takenAtMs), lt(takenAtMs, now() - TAKEN_FOR_MS[kind]));
  const [taken] = await db
    .update(operatorTasks)
    .set({ takenAtMs: now() })
    .where(and(eq(operatorTasks.taskId, taskId), eq(state, 'waiting'), isFree));
  return taken.affectedRows === 1;
}

async function carryOut(connections: KeeperConnections, task: TaskRow): Promise<void> {
  const { taskId, kind, subject } = task;
  const { log, now } = connections;
  try {
    await end(connections, taskId, { state: 'done', outcome: await perform(connections, task) });
    log.info('task.done', { taskId, kind, subject });
  } catch (error) {
    const isRefused = error instanceof OperatorError;
    const isOver = isRefused || kind === 'run-job' || now() - task.askedAtMs > TRIED_FOR_MS;
    log.warn('task.failed', { taskId, kind, subject, isOver, error: describeError(error) });
    if (isOver) await end(connections, taskId, { state: 'failed', outcome: errorSentence(error) });
    else await putBack(connections, task);
  }
}

async function perform(connections: KeeperConnections, task: TaskRow): Promise<string> {
  const { taskId: actionId, operatorId, operator, reason, subject, closesAtMs } = task;
  const word = { operator, reason, operatorId, actionId };
  switch (task.kind) {
    case 'cancel':
      return (await cancelAuction(connections, subject, word))
        ? 'cancelled'
        : 'was cancelled before';
    case 'extend': {
      const isNew = await extendClosing(connections, subject, {
        ...word,
        untilMs: closesAtMs ?? 0,
      });
      return isNew ? 'moved' : 'closed later already';
    }
    case 'run-job': {
      const job = JOBS.find(({ name }) => name === subject);
      if (!job) throw new OperatorError(`There is no function ${subject}.`);
      const result = await keptRun(connections, job.name, () => job.run(connections));
      return JSON.stringify(result ?? {});
    }
    default:
      return task.kind satisfies never;
  }
}

async function end(
  { db, now }: KeeperConnections,
  taskId: string,
  { state, outcome }: { state: 'done' | 'failed'; outcome: string },
): Promise<void> {
  const told = outcome.slice(0, OUTCOME_MAX_CHARS);
  await db
    .update(operatorTasks)
    .set({ state, outcome: told, endedAtMs: now(), openKey: null })
    .where(and(eq(operatorTasks.taskId, taskId), eq(operatorTasks.state, 'waiting')));
}

async function putBack({ db, now }: KeeperConnections, { taskId, kind }: TaskRow): Promise<void> {
  const takenAtMs = now() - TAKEN_FOR_MS[kind] + TRIED_AGAIN_AFTER_MS;
  await db
    .update(operatorTasks)
    .set({ takenAtMs })
    .where(and(eq(operatorTasks.taskId, taskId), eq(operatorTasks.state, 'waiting')));
}
