import type { Connections } from '../connections.ts';
import { DivergedError, recordAuction, RecordStoppedError } from './record-auction.ts';
import { restoreAuction } from './restore-auction.ts';
import { noteStandstill } from './note-standstill.ts';

/**
 * Brings the record of one auction up to its log, after putting right what Redis has lost of it where
 * `isAstray`. Returns how many entries were written. Bids that were replaced by others interrupt the
 * auction; a log that does not go on where the record ends is told once, noted as a standstill and
 * thrown as a RecordStoppedError.
 */
export async function followLog(
  connections: Connections,
  auctionId: string,
  { isAstray }: { isAstray: boolean },
): Promise<number> {
  const { log, standstills } = connections;
  try {
    if (isAstray) await restoreAuction(connections, auctionId);
    const written = await recordUnlessLoading(connections, auctionId);
    if (standstills.goOn(auctionId)) log.info('recording.goes-on', { auctionId });
    return written;
  } catch (error) {
    if (!(await noteStandstill(connections, auctionId, error))) throw error;
    if (error instanceof DivergedError) return 0;
    throw error;
  }
}

// While somebody loads the auction again, its log is of another epoch than the record for a moment;
// a restore waits for that one to end.
async function recordUnlessLoading(connections: Connections, auctionId: string): Promise<number> {
  try {
    return await recordAuction(connections, auctionId);
  } catch (error) {
    if (!(error instanceof RecordStoppedError)) throw error;
    await restoreAuction(connections, auctionId);
    return await recordAuction(connections, auctionId);
  }
}
