import { and, gt, inArray } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { auctionState, UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';

const DAY_MS = 86_400_000;
/** What others may have bid upon must soon stand as it is. */
export const ANSWER_CHANGEABLE_MS = 30 * 60_000;

type Timed = Pick<typeof auctions.$inferSelect, 'state' | 'opensAtMs' | 'closesAtMs'>;

/** Whether questions are taken: from the listing until the closing. */
export function isAskable(auction: Timed, nowMs: number): boolean {
  return ['coming', 'live'].includes(auctionState(auction, nowMs));
}

/** The same as a condition on the auction. */
export function whileAskable(nowMs: number) {
  return and(inArray(auctions.state, UNSETTLED_STATES), gt(auctions.closesAtMs, nowMs));
}

/** Whether they are answered: for a day more, as the last ones come in the last minute. */
export function isAnswerable(auction: Timed, nowMs: number): boolean {
  return auction.state !== 'cancelled' && nowMs < auction.closesAtMs + DAY_MS;
}
