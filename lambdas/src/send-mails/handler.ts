import { mailConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { sendMails } from './send-mails.ts';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = scheduled(
  'send-mails',
  mailConnections,
  sendMails,
  ({ ended, isAway, waiting }) => ({
    ...ended,
    isAway,
    waiting,
  }),
);
