import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { sendMails } from './send-mails.ts';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const { ended, isAway, waiting } = await sendMails(connections);
  connections.log.info('send-mails.done', { ...ended, isAway, waiting });
});
