import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { tellEnding } from './tell-ending.ts';

const JOB = 'tell-ending';

/** EventBridge's door every minute. Throws so that the schedule tries again what failed. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const ending = await keptRun(connections, JOB, () => tellEnding(connections));
  if (ending.told > 0) connections.log.info('tell-ending.done', { ...ending });
});
