import { expireAuction } from '@sagopalgo/core/redis/commands.ts';
import type { Connections } from '../connections.ts';
import { followLog } from '../record-bids/follow-log.ts';
import { KEEP_ENDED_MS } from '../record-bids/keep-ended.ts';
import { closeWithHead } from './close-with-head.ts';
import { tellOrder } from './tell-order.ts';
import { writeResult } from './write-result.ts';
import type { Closed } from './write-result.ts';

/**
 * What settling came to: `not-yet` before its time, or while lost bids may still be reported;
 * `settled-before` when another was quicker; `interrupted` when an operator has to decide first.
 */
export type Settlement = Closed['outcome'] | 'not-yet' | 'interrupted' | 'settled-before';

/**
 * Closes one auction whose time is up, finishes its record and writes the result and, when sold, the
 * winner's order in one transaction. Throws, changing no result, when the record does not hold
 * exactly what was accepted. Twice at once, or again later, settles once.
 */
export async function settleAuction(
  connections: Connections,
  auctionId: string,
): Promise<Settlement> {
  const { db, now } = connections;
  const closing = await closeWithHead(connections, auctionId, 'time');
  switch (closing.code) {
    case 'CLOSED':
      break;
    case 'SETTLED':
      return 'settled-before';
    case 'INTERRUPTED':
      return 'interrupted';
    default:
      return 'not-yet';
  }
  await followLog(connections, auctionId, { isAstray: false });
  const settlement = await db.transaction((tx) =>
    writeResult(tx, auctionId, closing, { nowMs: now() }),
  );
  if (settlement === 'sold') await tellOrder(connections, auctionId);
  if (settlement !== 'interrupted') await letGo(connections, auctionId, settlement);
  return settlement;
}

/** Lets the live state go in time, and tells the result in the log and the head that covers it. */
export async function letGo(
  { redis, log, tellHead }: Connections,
  auctionId: string,
  settlement: Closed['outcome'] | 'settled-before',
): Promise<void> {
  await expireAuction(redis, auctionId, KEEP_ENDED_MS);
  if (settlement === 'settled-before') return;
  log.info('auction.settled', { auctionId, settlement });
  await tellHead?.(auctionId);
}
