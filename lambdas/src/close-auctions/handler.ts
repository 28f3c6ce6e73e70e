import { signingConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { closeAuctions } from './close-auctions.ts';

const JOB = 'close-auctions';

/** EventBridge's door at 18:00 Asia/Seoul and for the sweep of each minute. Throws to be tried again. */
export const handler = handling(async () => {
  const connections = await signingConnections();
  const closed = await keptRun(connections, JOB, () => closeAuctions(connections));
  connections.log.info('close-auctions.done', closed);
});
