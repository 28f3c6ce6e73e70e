import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Deps } from '../deps.ts';
import { createSlots } from '../http/slots.ts';
import { ownDataPieces } from './own-data.ts';

const DOWNLOADS_MAX = 8;
const RETRY_AFTER_MS = 10_000;

/**
 * Downloads of what the record holds of people, as the pieces of their JSON: a few at once, one of a person, and of
 * them all one page is read at a time, as bids are judged by the same process. Throws UNAVAILABLE where there are too
 * many.
 */
export function ownDataDownloads(
  deps: Pick<Deps, 'db' | 'now'>,
): (userId: string) => AsyncGenerator<string> {
  const reading = createSlots(1, DOWNLOADS_MAX);
  const underWay = new Set<string>();
  return async function* download(userId) {
    if (underWay.has(userId) || underWay.size >= DOWNLOADS_MAX) {
      throw new RefusalError('UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS });
    }
    underWay.add(userId);
    try {
      yield* ownDataPieces(deps, userId, (read) => reading.run(read));
    } finally {
      underWay.delete(userId);
    }
  };
}
