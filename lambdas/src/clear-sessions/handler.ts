import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { clearSessions } from './clear-sessions.ts';

const JOB = 'clear-sessions';

/** EventBridge's door at night. What is over its bound, or was cut off, is cleared the next time. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const cleared = await keptRun(connections, JOB, () => clearSessions(connections));
  connections.log.info('clear-sessions.done', { ...cleared });
});
