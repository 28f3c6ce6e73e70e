import type { LogPosition } from '@sagopalgo/core/redis/log-entries.ts';
import { bidderAlias } from '@sagopalgo/core/rules/aliases.ts';
import { isClosingAt } from '../is-recorded.ts';
import { isBefore } from '../log-places.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { RecordedAuction } from './read-record.ts';

type BidRow = RecordedAuction['bids'][number];

/** What does not fit together within the record of an auction, in plain sentences without secrets. */
export function recordFaults(record: RecordedAuction): string[] {
  return [
    ...gapFaults(record),
    ...standingFaults(record),
    ...orderOfBids(record.bids),
    ...maximumFaults(record),
    ...resultFaults(record),
  ];
}

// Bids and moved closings together are the log as it was copied; a recorded closing is its last.
function gapFaults({ row, bids, moves }: RecordedAuction): string[] {
  const closing = isClosingAt(row, row.recordedSeq) ? [{ seq: row.recordedSeq, raise: 0 }] : [];
  const places = [...bids, ...moves, ...closing].toSorted((one, other) =>
    isBefore(one, other) ? -1 : 1,
  );
  let before: LogPosition = { seq: 0, raise: 0 };
  for (const place of places) {
    const isNext =
      place.raise === 0
        ? place.seq === before.seq + 1
        : place.seq === before.seq && place.raise === before.raise + 1;
    if (!isNext) return [`the record has ${shown(place)} after ${shown(before)}`];
    before = place;
  }
  const end = { seq: row.recordedSeq, raise: row.recordedRaise };
  if (before.seq === end.seq && before.raise === end.raise) return [];
  return [`the record says it ends at ${shown(end)} and ends at ${shown(before)}`];
}

function standingFaults({ row, bids, moves }: RecordedAuction): string[] {
  const last = bids.at(-1);
  const lastMove = moves.at(-1);
  const visible = bids.filter(({ raise }) => raise === 0).length;
  const isOver = row.minimumKrw === null && row.settledAtMs !== null;
  return [
    ...differs('bid count', row.bidCount, visible),
    ...differs('price', row.priceKrw, last?.priceKrw ?? null),
    ...differs('leader', row.leaderId, last?.leaderId ?? null),
    ...differs('time of the last bid', row.lastBidAtMs, last?.acceptedAtMs ?? null),
    ...(isOver ? [] : differs('minimum', row.minimumKrw, last?.minimumKrw ?? null)),
    ...(last && row.leaderOrdinal !== null
      ? differs('alias of the leader', bidderAlias(row.leaderOrdinal), last.leaderAlias)
      : []),
    ...differs('reason for the moved closing', row.moved, lastMove?.reason ?? null),
  ].map((fault) => `the record's ${fault}`);
}

function orderOfBids(bids: readonly BidRow[]): string[] {
  const faults: string[] = [];
  const ordinals = new Map<string, number>();
  for (const [index, bid] of bids.entries()) {
    const before = bids[index - 1];
    const ordinal = ordinals.get(bid.bidderId) ?? ordinals.size + 1;
    ordinals.set(bid.bidderId, ordinal);
    if (ordinal !== bid.ordinal) faults.push(`bid ${shown(bid)} has the number of another bidder`);
    if (before && bid.priceKrw < before.priceKrw) faults.push(`the price falls at ${shown(bid)}`);
    if (before && bid.acceptedAtMs < before.acceptedAtMs) {
      faults.push(`bid ${shown(bid)} was accepted before the one before it`);
    }
    if (before && bid.acceptedAtMs >= before.closesAtMs && bid.closesAtMs === before.closesAtMs) {
      faults.push(`bid ${shown(bid)} was accepted after the closing`);
    }
  }
  return faults;
}

// Each bidder's maximum is that of their last bid; the highest leads.
function maximumFaults({ row, bids }: RecordedAuction): string[] {
  const maxima = new Map(bids.map(({ bidderId, ownMaxKrw }) => [bidderId, ownMaxKrw]));
  const leaderMax = row.leaderId === null ? undefined : maxima.get(row.leaderId);
  if (leaderMax === undefined) return [];
  const isHighest = [...maxima.values()].every((maximum) => maximum <= leaderMax);
  return isHighest ? [] : ['the record has a higher maximum than that of who leads'];
}

function resultFaults({ row, bids }: RecordedAuction): string[] {
  if (UNSETTLED_STATES.includes(row.state)) return [];
  const faults: string[] = [];
  if (row.settledAtMs === null) faults.push(`it is ${row.state} and was never settled`);
  if (!isClosingAt(row, row.recordedSeq)) faults.push(`it is ${row.state} and its log has no end`);
  const last = bids.at(-1);
  const canSell = last !== undefined && last.reserve !== 'unmet';
  if (row.state === 'sold' && !canSell) faults.push('it is sold without a bid that reached it');
  if (row.state === 'unsold' && canSell) faults.push('it is unsold though somebody has won');
  return faults;
}

/** A sentence's end when two values are not the same. */
export function differs(what: string, found: unknown, expected: unknown): string[] {
  if (found === expected) return [];
  return [`${what} is ${String(found)} where ${String(expected)} is expected`];
}

/** A place in a log as people read it. */
export function shown({ seq, raise }: LogPosition): string {
  return `${seq}-${raise}`;
}
