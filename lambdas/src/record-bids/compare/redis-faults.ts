import { writeBid } from '@sagopalgo/core/redis/log-entries.ts';
import type { LogEntry, LogPosition } from '@sagopalgo/core/redis/log-entries.ts';
import { contentOf } from '@sagopalgo/core/redis/to-open.ts';
import { isAfter, isBefore } from '../log-places.ts';
import { loggedOf, toOpen } from '../to-open.ts';
import { placeOf } from './read-redis.ts';
import type { LiveAuction } from './read-redis.ts';
import type { RecordedAuction } from './read-record.ts';
import { differs, shown } from './record-faults.ts';

/** The record does not have these to the letter: they are of Redis's clock, or of the chained log. */
const NOT_COMPARED = ['lastAtMs', 'head'];
/** Told by name only: no line anywhere holds a maximum or a reserve. */
const SECRET = ['reserveKrw', 'leaderMaxKrw'];

/** What Redis has otherwise than the record, in plain sentences without secrets. */
export function redisFaults(record: RecordedAuction, live: LiveAuction): string[] {
  const { row } = record;
  const end = { seq: row.recordedSeq, raise: row.recordedRaise };
  const place = placeOf(live);
  const faults = logFaults(record, live, end);
  if (isBefore(place, end)) {
    return [`Redis stands at ${shown(place)}, the record at ${shown(end)}`, ...faults];
  }
  // While it is bid on, Redis is ahead by what is not recorded yet.
  if (isAfter(place, end)) return faults;
  const expected = contentOf(
    toOpen(row, record.bids, {
      isCancelled: record.isCancelled,
      closingHead: null,
      lastMoveAtMs: 0,
    }),
  );
  return [
    ...faults,
    ...stateFaults(live.state, expected.fields),
    ...hashFaults('bidder', live.bidders, expected.bidders),
    ...hashFaults('answer', entryIds(live.answers), flatIds(expected.answers)),
  ];
}

function stateFaults(state: Record<string, string>, expected: readonly string[]): string[] {
  return [...pairsOf(expected)].flatMap(([name, value]) => {
    if (NOT_COMPARED.includes(name)) return [];
    const faults = differs(`Redis's ${name}`, state[name] ?? '', value);
    return faults.length > 0 && SECRET.includes(name) ? [`Redis's ${name} differs`] : faults;
  });
}

function hashFaults(
  what: string,
  found: Record<string, string>,
  expected: readonly string[],
): string[] {
  const wanted = pairsOf(expected);
  const names = new Set([...Object.keys(found), ...wanted.keys()]);
  return [...names].flatMap((name) => {
    const here = found[name];
    const there = wanted.get(name);
    if (here === there) return [];
    if (here === undefined) return [`Redis lacks the ${what} ${name}`];
    if (there === undefined) return [`Redis has the ${what} ${name}, the record has not`];
    return [`Redis has the ${what} ${name} otherwise`];
  });
}

// An answer is an entry's id, with the whole entry behind it where the log was loaded again.
function entryIds(answers: Record<string, string>): Record<string, string> {
  const ids = Object.entries(answers).map(([name, value]) => [name, value.split(';')[0] ?? '']);
  return Object.fromEntries(ids) as Record<string, string>;
}

function flatIds(flat: readonly string[]): string[] {
  return flat.map((value, index) => (index % 2 === 0 ? value : (value.split(';')[0] ?? '')));
}

function pairsOf(flat: readonly string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (let index = 0; index < flat.length; index += 2) {
    pairs.set(flat[index] as string, flat[index + 1] as string);
  }
  return pairs;
}

function logFaults(record: RecordedAuction, { log }: LiveAuction, end: LogPosition): string[] {
  const { row, bids, moves } = record;
  const kept = new Map<string, string>(bids.map((bid) => [shown(bid), written(loggedOf(bid))]));
  for (const { seq, raise, closesAtMs, reason } of moves) {
    kept.set(shown({ seq, raise }), `${closesAtMs} ${reason}`);
  }
  const recorded = log.filter((entry) => !isAfter(entry, end));
  const faults = recorded.flatMap((entry) => {
    if (entry.type === 'closed') return closingFaults(record, entry);
    const same = kept.get(shown(entry)) === written(entry);
    return same ? [] : [`the log's entry ${shown(entry)} was recorded otherwise or not at all`];
  });
  // A load begins a new log, so all of the present epoch is in this one.
  const logged = new Set(log.map(shown));
  const missing = bids.filter((bid) => bid.epoch === row.epoch && !logged.has(shown(bid)));
  return [...faults, ...missing.map((bid) => `the log lacks the recorded bid ${shown(bid)}`)];
}

function closingFaults(
  { row }: RecordedAuction,
  entry: Extract<LogEntry, { type: 'closed' }>,
): string[] {
  if (row.settledAtMs === null || row.state === entry.outcome) return [];
  return [`the log ends ${entry.outcome}, the record is ${row.state}`];
}

function written(entry: LogEntry): string {
  if (entry.type === 'extended') return `${entry.closesAtMs} ${entry.reason}`;
  return entry.type === 'bid' ? Object.values(writeBid(entry)).join(';') : entry.outcome;
}
