import type { JobName } from '@sagopalgo/core/rules/operator-tasks.ts';
import type { Connections } from './connections.ts';
import { handling } from './handling.ts';
import type { Handler } from './handling.ts';
import { keptRun } from './kept-run.ts';

/**
 * The door through which EventBridge wakes one of the clock's functions: does its work over what `connect` gives, keeps
 * that it ran, and tells the log what `factsOf` makes of the result, nothing for null. Throws what the work throws.
 */
export function scheduled<Opened extends Connections, Result extends object>(
  job: JobName,
  connect: () => Promise<Opened>,
  work: (connections: Opened) => Promise<Result>,
  factsOf: (result: Result) => object | null = (result) => result,
): Handler {
  return handling(async () => {
    const connections = await connect();
    const facts = factsOf(await keptRun(connections, job, () => work(connections)));
    if (facts) connections.log.info(`${job}.done`, { ...facts });
  });
}
