import type { Connections } from '../connections.ts';
import { answerDoubts } from './answer-doubts.ts';
import { recordBids } from './record-bids.ts';

/** Records what was accepted and answers what is doubted. Throws where the recording of an auction has stopped. */
export async function recordAll(
  connections: Connections,
): Promise<{ entries: number; interrupted: number }> {
  const entries = await recordBids(connections);
  const interrupted = await answerDoubts(connections);
  const { stoppedCount } = connections.standstills;
  if (stoppedCount > 0) throw new Error(`the recording of ${stoppedCount} auctions has stopped`);
  return { entries, interrupted };
}
