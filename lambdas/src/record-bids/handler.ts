import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { answerDoubts } from './answer-doubts.ts';
import { recordBids } from './record-bids.ts';

/** EventBridge's door, the guarantee behind the keeper's loop. Throws so that the schedule tries again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const { log, standstills } = connections;
  const entries = await recordBids(connections);
  const interrupted = await answerDoubts(connections);
  log.info('record-bids.done', { entries, interrupted });
  const { stoppedCount } = standstills;
  if (stoppedCount > 0) throw new Error(`the recording of ${stoppedCount} auctions has stopped`);
});
