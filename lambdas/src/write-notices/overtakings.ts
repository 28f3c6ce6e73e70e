/** A visible bid as the record has it. */
interface JudgedBid {
  seq: number;
  /** Who led after it. */
  leaderId: string;
}

/** Somebody who led, and does not at the end. */
export interface Overtaken {
  userId: string;
  /** Of the last bid that overtook them. */
  seq: number;
  /** How often they were. */
  times: number;
}

/**
 * Whom these bids overtook, and who leads after them. Whoever leads at the end is not among them, and neither is
 * anybody who never led: their own bid was answered with that.
 */
export function overtakings(
  leaderBefore: string | null,
  bids: readonly JudgedBid[],
): { overtaken: Overtaken[]; leaderId: string | null } {
  const found = new Map<string, Overtaken>();
  let leaderId = leaderBefore;
  for (const { seq, leaderId: next } of bids) {
    if (leaderId !== null && leaderId !== next) {
      const times = (found.get(leaderId)?.times ?? 0) + 1;
      found.set(leaderId, { userId: leaderId, seq, times });
    }
    leaderId = next;
  }
  const overtaken = [...found.values()].filter(({ userId }) => userId !== leaderId);
  return { overtaken, leaderId };
}
