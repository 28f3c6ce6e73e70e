import { UnreadableStateError } from '@sagopalgo/core/redis/live-state.ts';
import { UnreadableEntryError } from '@sagopalgo/core/redis/log-entries.ts';
import type { Connections } from '../connections.ts';
import { ChainBrokenError } from './chain-log.ts';
import { markInterrupted } from './mark-interrupted.ts';
import { DivergedError, RecordStoppedError } from './record-auction.ts';

const STOPS_RECORDING = [
  ...[RecordStoppedError, ChainBrokenError],
  ...[UnreadableEntryError, UnreadableStateError],
];

/** True when the recording of an auction stops with this error until a person has looked at it. */
export function stopsRecording(error: unknown): error is Error {
  return STOPS_RECORDING.some((kind) => error instanceof kind);
}

/**
 * Notes that an auction goes no further until a person has looked at it, and tells it once; false when
 * the error does not mean that. Bids replaced by others interrupt the auction for everyone; a log that
 * cannot be read, or does not go on where the record ends, stops its recording only.
 */
export async function noteStandstill(
  connections: Connections,
  auctionId: string,
  error: unknown,
): Promise<boolean> {
  const { log, standstills } = connections;
  if (error instanceof DivergedError) {
    await markInterrupted(connections, auctionId, error.message);
    return true;
  }
  if (!stopsRecording(error)) return false;
  if (standstills.stop(auctionId, error.message)) {
    log.error('recording.stopped', { auctionId, reason: error.message });
  }
  return true;
}
