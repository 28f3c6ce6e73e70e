import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { openAuctions } from './open-auctions.ts';

/** EventBridge's door at 09:00 Asia/Seoul. Throws so that the schedule tries again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  connections.log.info('open-auctions.done', await openAuctions(connections));
});
