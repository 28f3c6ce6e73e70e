import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { closeAuctions } from './close-auctions.ts';

/** EventBridge's door at 18:00 Asia/Seoul and for the sweep of each minute. Throws to be tried again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  connections.log.info('close-auctions.done', await closeAuctions(connections));
});
