import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { clearNotices } from './clear-notices.ts';

/** EventBridge's door at night. What is over its bound, or was cut off, is cleared the next time. */
export const handler = scheduled('clear-notices', lambdaConnections, clearNotices);
