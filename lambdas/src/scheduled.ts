import type { JobName } from '@sagopalgo/core/rules/operator-tasks.ts';
import { lambdaConnections } from './connections.ts';
import type { ConfiguredConnections } from './connections.ts';
import { handling } from './handling.ts';
import type { Handler } from './handling.ts';
import { keptRun } from './kept-run.ts';

/**
 * The door through which EventBridge wakes one of the clock's functions: does its work, keeps that it ran, and
 * tells the log what `factsOf` makes of the result, nothing for null. Throws what the work throws.
 */
export function scheduled<Result extends object>(
  job: JobName,
  work: (connections: ConfiguredConnections) => Promise<Result>,
  factsOf: (result: Result) => object | null = (result) => result,
): Handler {
  return handling(async () => {
    const connections = await lambdaConnections();
    const facts = factsOf(await keptRun(connections, job, () => work(connections)));
    if (facts) connections.log.info(`${job}.done`, { ...facts });
  });
}
