import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import type { Connections } from '../connections.ts';

const AT_ONCE = 200;

/** An auction whose time is up, and how far it is recorded. */
interface Due {
  auctionId: string;
  recordedSeq: number;
  recordedRaise: number;
}

/**
 * Closes auctions in Redis, which tells everybody how they ended, under signed heads where there is a
 * key. Writing the results takes a while when a whole day closes at once, and nobody is to wait for
 * that. What cannot be closed now is left to its settling, where it is told why.
 */
export async function tellResults(connections: Connections, due: readonly Due[]): Promise<void> {
  for (let first = 0; first < due.length; first += AT_ONCE) {
    await tellSome(connections, due.slice(first, first + AT_ONCE));
  }
}

async function tellSome(
  { redis, log, signHeads }: Connections,
  due: readonly Due[],
): Promise<void> {
  try {
    const heads = await signHeads?.(due.map(({ auctionId }) => auctionId));
    await Promise.allSettled(
      due.map(({ auctionId, recordedSeq: seq, recordedRaise }) => {
        // Not where Redis has lost what is recorded, or has more: the result would be another.
        const head = heads?.get(auctionId) ?? { seq, jws: '' };
        return closeAuction(redis, auctionId, { head, recordedRaise });
      }),
    );
  } catch (error) {
    log.warn('results.told-later', { auctions: due.length, error });
  }
}
