import { mailConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { sendMails } from './send-mails.ts';

const JOB = 'send-mails';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = handling(async () => {
  const connections = await mailConnections();
  const { ended, isAway, waiting } = await keptRun(connections, JOB, () => sendMails(connections));
  connections.log.info('send-mails.done', { ...ended, isAway, waiting });
});
