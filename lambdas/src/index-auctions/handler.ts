import { lambdaConnections } from '../connections.ts';
import { indexAuctions } from './index-auctions.ts';

/** EventBridge's door, the guarantee behind the keeper's loop. Throws so that the schedule tries again. */
export async function handler(): Promise<void> {
  const connections = await lambdaConnections();
  connections.log.info('index-auctions.done', { written: await indexAuctions(connections) });
}
