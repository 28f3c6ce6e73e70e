import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { openAuctions } from './open-auctions.ts';

const JOB = 'open-auctions';

/** EventBridge's door at 09:00 Asia/Seoul. Throws so that the schedule tries again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const opened = await keptRun(connections, JOB, () => openAuctions(connections));
  connections.log.info('open-auctions.done', opened);
});
