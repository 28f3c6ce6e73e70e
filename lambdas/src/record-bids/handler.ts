import { lambdaConnections } from '../connections.ts';
import { recordBids } from './record-bids.ts';

/** EventBridge's door, the guarantee behind the keeper's loop. Throws so that the schedule tries again. */
export async function handler(): Promise<void> {
  const connections = await lambdaConnections();
  const entries = await recordBids(connections);
  connections.log.info('record-bids.done', { entries });
}
