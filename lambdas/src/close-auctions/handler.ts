import { lambdaConnections } from '../connections.ts';
import { closeAuctions } from './close-auctions.ts';

/** EventBridge's door at 18:00 Asia/Seoul and for the sweep of each minute. Throws to be tried again. */
export async function handler(): Promise<void> {
  const connections = await lambdaConnections();
  connections.log.info('close-auctions.done', await closeAuctions(connections));
}
