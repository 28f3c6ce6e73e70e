import { and, eq, gt, lte } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { AuctionState, RecordState } from '@sagopalgo/core/rules/auction-states.ts';

const SEEN: Record<ListedState, readonly AuctionState[]> = {
  coming: ['coming'],
  live: ['live'],
  ended: ['closed', 'sold', 'unsold', 'cancelled'],
};
const SETTLED: RecordState[] = ['sold', 'unsold', 'cancelled'];

/** Whether what people see of an auction belongs into a list of those in `state`. */
export function isSeenIn(state: ListedState, seen: AuctionState): boolean {
  return SEEN[state].includes(seen);
}

/** Some of the records of a list. */
export interface ListPart {
  where: SQL | undefined;
  /** Whether these are few among many others of the same recorded state, and found by their opening. */
  isFewAmongMany: boolean;
}

/**
 * The records that are coming, live or ended at `nowMs`, by time as well as by record, in parts of one
 * recorded state each: an index that begins with it has every part in order.
 */
export function partsInState(state: ListedState, nowMs: number): ListPart[] {
  const { opensAtMs, closesAtMs } = auctions;
  const part = (recorded: RecordState, hours?: SQL): ListPart => ({
    where: and(eq(auctions.state, recorded), hours),
    // Of those that are recorded as scheduled nearly all have yet to open: the others have just done so.
    isFewAmongMany: state === 'live' && recorded === 'scheduled',
  });
  const unsettled = (hours: SQL | undefined) =>
    UNSETTLED_STATES.map((recorded) => part(recorded, hours));
  if (state === 'coming') return unsettled(gt(opensAtMs, nowMs));
  if (state === 'live') return unsettled(and(lte(opensAtMs, nowMs), gt(closesAtMs, nowMs)));
  return [...SETTLED.map((recorded) => part(recorded)), ...unsettled(lte(closesAtMs, nowMs))];
}
