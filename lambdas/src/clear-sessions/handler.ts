import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { clearSessions } from './clear-sessions.ts';

/** EventBridge's door at night. What is over its bound, or was cut off, is cleared the next time. */
export const handler = scheduled('clear-sessions', lambdaConnections, clearSessions);
