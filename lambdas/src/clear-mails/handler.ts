import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { clearMails } from './clear-mails.ts';

/** EventBridge's door at night. What is over its bound, or was cut off, is cleared the next time. */
export const handler = scheduled('clear-mails', lambdaConnections, clearMails);
