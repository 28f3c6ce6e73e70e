/** What the record holds. `scheduled` and `live` are settled into one of the other three. */
export const RECORD_STATES = ['scheduled', 'live', 'sold', 'unsold', 'cancelled'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

/** The states of an auction whose result is not written yet. */
export const UNSETTLED_STATES: RecordState[] = ['scheduled', 'live'];

/** What people are told: by time as well as by record (contract.md, "An auction"). */
export const AUCTION_STATES = ['coming', 'live', 'closed', 'sold', 'unsold', 'cancelled'] as const;
export type AuctionState = (typeof AUCTION_STATES)[number];

/** Which record state may follow which; every update names the states it may leave from. */
export const RECORD_TRANSITIONS: Readonly<Record<RecordState, readonly RecordState[]>> = {
  scheduled: ['live', 'sold', 'unsold', 'cancelled'],
  live: ['sold', 'unsold', 'cancelled'],
  sold: [],
  unsold: [],
  cancelled: [],
};

/** The record states from which `to` may be reached. */
export function recordStatesBefore(to: RecordState): RecordState[] {
  return RECORD_STATES.filter((from) => RECORD_TRANSITIONS[from].includes(to));
}

/** Whether its result is not written yet. */
export function isUnsettled(state: RecordState): state is 'scheduled' | 'live' {
  return UNSETTLED_STATES.includes(state);
}

/** The state people see at `nowMs`: a late job can make an auction neither live nor over. */
export function auctionState(
  auction: { state: RecordState; opensAtMs: number; closesAtMs: number },
  nowMs: number,
): AuctionState {
  if (!isUnsettled(auction.state)) return auction.state;
  if (nowMs < auction.opensAtMs) return 'coming';
  return nowMs < auction.closesAtMs ? 'live' : 'closed';
}
