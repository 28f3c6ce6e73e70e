import { bidderAlias } from '../rules/aliases.ts';
import { reserveState } from '../rules/price-rules.ts';
import { leaderOf, maximumOf, minimumOf } from '../rules/reference-state.ts';
import type { Accepted, ModelAuction, ModelBid } from '../rules/reference-state.ts';
import { packId } from '../redis/log-entries.ts';
import type { LogEntry } from '../redis/log-entries.ts';

/** The epoch of every auction that is compared. */
export const EPOCH = 1;

/** What `readLive` must tell of an auction that stands so, its state apart. */
export function expectedLive(state: ModelAuction) {
  const leaderId = leaderOf(state);
  return {
    seq: state.seq,
    raise: state.raise,
    priceKrw: state.priceKrw,
    minimumKrw: minimumOf(state),
    bidCount: state.bidCount,
    leaderId,
    leaderAlias: leaderId === null ? null : bidderAlias(ordinalOf(state, leaderId)),
    reserve: reserveState(state.rules, state.maxima),
    closesAtMs: state.closesAtMs,
  };
}

/** The judge's hashes for it, `''` for what need not be there. `lastAtMs`: as a test has set it. */
export function expectedHashes(state: ModelAuction, lastAtMs: number) {
  const leaderId = leaderOf(state);
  const bidders = state.bidderIds.map((id) => [
    id,
    `${ordinalOf(state, id)}|${maximumOf(state, id)}`,
  ]);
  const answers = state.answered.map(({ bid, answer }) => [
    `${ordinalOf(state, bid.bidderId)}:${packId(bid.bidId)}`,
    `${answer.seq}-${answer.raise}`,
  ]);
  const stand = {
    state: state.ended ? 'closed' : 'open',
    seq: state.seq,
    raise: state.raise,
    bidCount: state.bidCount,
    bidderCount: state.bidderIds.length,
    priceKrw: state.priceKrw ?? '',
    minimumKrw: minimumOf(state) ?? '',
    leaderId: leaderId ?? '',
    leaderOrdinal: leaderId === null ? '' : ordinalOf(state, leaderId),
    leaderMaxKrw: leaderId === null ? '' : maximumOf(state, leaderId),
    reserve: reserveState(state.rules, state.maxima),
    lastAtMs,
    closesAtMs: state.closesAtMs,
    scheduledClosesAtMs: state.scheduledClosesAtMs,
    outcome: state.ended?.outcome ?? '',
  };
  return {
    stand: Object.fromEntries(Object.entries(stand).map(([name, value]) => [name, String(value)])),
    bidders: Object.fromEntries(bidders),
    answers: Object.fromEntries(answers),
  };
}

/** What one step from `before` to `after` must have put into the log, oldest first. */
export function expectedEntries(before: ModelAuction, after: ModelAuction): LogEntry[] {
  const bid = after.answered[before.answered.length];
  const entries: LogEntry[] = [];
  if (bid) entries.push(bidEntry(before, after, bid));
  else if (after.scheduledClosesAtMs !== before.scheduledClosesAtMs) entries.push(moveEntry(after));
  if (after.ended && !before.ended) entries.push(closingEntry(after, after.ended));
  return entries;
}

function bidEntry(
  before: ModelAuction,
  after: ModelAuction,
  { bid, answer }: { bid: ModelBid; answer: Accepted },
): LogEntry {
  const leaderId = leaderOf(after) ?? '';
  const { seq, raise, priceKrw, minimumKrw, outcome, acceptedAtMs, closesAtMs } = answer;
  return {
    ...{ type: 'bid', seq, raise, epochNumber: EPOCH, priceKrw, minimumKrw, outcome },
    ...{ acceptedAtMs, closesAtMs, bidCount: after.bidCount, amountKrw: answer.ownMaxKrw },
    ...{ bidderId: bid.bidderId, bidId: bid.bidId, kind: bid.kind, leaderId },
    ordinal: ordinalOf(after, bid.bidderId),
    leaderOrdinal: ordinalOf(after, leaderId),
    reserve: reserveState(after.rules, after.maxima),
    extended: outcome !== 'bought' && closesAtMs !== before.closesAtMs,
  };
}

function moveEntry({ seq, raise, closesAtMs, lastAtMs }: ModelAuction): LogEntry {
  const moved = { closesAtMs, reason: 'operator' as const, atMs: lastAtMs };
  return { type: 'extended', seq, raise, epochNumber: EPOCH, ...moved };
}

function closingEntry(
  state: ModelAuction,
  { seq, outcome, winnerId }: NonNullable<ModelAuction['ended']>,
): LogEntry {
  const { priceKrw, bidCount, closesAtMs, lastAtMs } = state;
  const leaderOrdinal = winnerId === null ? null : ordinalOf(state, winnerId);
  return {
    ...{ type: 'closed', seq, raise: 0, epochNumber: EPOCH, outcome, priceKrw, leaderOrdinal },
    ...{ bidCount, atMs: lastAtMs, closesAtMs, head: null, winnerId },
  };
}

function ordinalOf({ bidderIds }: ModelAuction, bidderId: string): number {
  return bidderIds.indexOf(bidderId) + 1;
}
