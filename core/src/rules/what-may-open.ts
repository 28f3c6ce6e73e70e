/**
 * What the log opens after the end: every maximum that was outbid or could not lead, and never that of
 * the last lead. All that was set in this uninterrupted lead stays sealed, also a bid that a silent
 * raise replaced: if the bid were opened while the raise is not, everybody could tell that there was one.
 *
 * What an observer can learn, then:
 * - While it runs: nothing beside what the page shows. Commitments are always there and always of the
 *   same size, heads come every minute whatever happened, a silent raise moves none of them.
 * - After it: kind and maximum of every bid but those of the last lead; of leads that ended, how often
 *   and to what amounts they were silently raised between two entries, but no moment of it. Ids of bids
 *   and of people are in no entry.
 * - Of the last lead: at least the price, and who leads when, which was always public. If an opened
 *   maximum plus its step is above the price that followed, then the leader's maximum was that price at
 *   that moment, as rule 2 has it and as the bidder of it knew at once; whether it was raised after that
 *   stays unknown. An exact bid shows in the price it made.
 * - Of the reserve: the amount when it was met; otherwise that it lies above every maximum that led.
 */
export interface LastLead {
  ordinal: number;
  /** The entry that began it. */
  fromSeq: number;
}

/** How far an auction's log may be opened. */
export interface Ending {
  /** Null when nobody bid. */
  lastLead: LastLead | null;
  priceKrw: number | null;
}

/** Who led at the end, and from which entry on without a break; null when nobody bid. */
export function lastLeadOf(
  bids: readonly { seq: number; leaderOrdinal: number }[],
): LastLead | null {
  const last = bids.at(-1);
  if (!last) return null;
  const before = bids.findLastIndex((bid) => bid.leaderOrdinal !== last.leaderOrdinal);
  const first = bids[before + 1] ?? last;
  return { ordinal: last.leaderOrdinal, fromSeq: first.seq };
}

/** Whether a bid belongs to the last lead and stays sealed for good. */
export function isOfLastLead(
  lastLead: LastLead | null,
  { seq, ordinal }: { seq: number; ordinal: number },
): boolean {
  return lastLead !== null && ordinal === lastLead.ordinal && seq >= lastLead.fromSeq;
}

/** Whether the silent raises before the entry `seq` would be those of the last lead. */
export function areOfLastLead(lastLead: LastLead | null, seq: number): boolean {
  return lastLead !== null && seq > lastLead.fromSeq;
}

/** Whether kind and maximum of a bid may be told. */
export function mayOpenBid(
  { lastLead, priceKrw }: Ending,
  bid: { seq: number; ordinal: number; maxKrw: number },
): boolean {
  return !isOfLastLead(lastLead, bid) && bid.maxKrw <= (priceKrw ?? 0);
}

/** Whether the silent raises before the entry `seq` may be told. */
export function mayOpenRaises(
  { lastLead, priceKrw }: Ending,
  seq: number,
  maximaKrw: readonly number[],
): boolean {
  return !areOfLastLead(lastLead, seq) && maximaKrw.every((maxKrw) => maxKrw <= (priceKrw ?? 0));
}
