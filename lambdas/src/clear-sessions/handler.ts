import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { clearSessions } from './clear-sessions.ts';

/** EventBridge's door at night. What is over its bound, or was cut off, is cleared the next time. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  connections.log.info('clear-sessions.done', { ...(await clearSessions(connections)) });
});
