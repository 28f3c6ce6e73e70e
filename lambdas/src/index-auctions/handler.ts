import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { indexAuctions } from './index-auctions.ts';
import { indexElsewhere } from './index-elsewhere.ts';

/** EventBridge's door, the guarantee behind the keeper's loop. Throws so that the schedule tries again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const written = await indexAuctions(connections);
  const elsewhere = await indexElsewhere(connections);
  connections.log.info('index-auctions.done', { written, elsewhere });
});
