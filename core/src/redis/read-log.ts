import type { AuctionRedis } from './connect.ts';
import { auctionKeys, logId } from './keys.ts';
import { positionOf, readEntry, UnreadableEntryError } from './log-entries.ts';
import type { LogEntry, LogPosition } from './log-entries.ts';
import { readPublic } from './public-events.ts';
import type { LoggedEvent } from './public-events.ts';

/** A reading goes on where it left off; each round tells at least one seq, so it always ends. */
const ROUNDS_MAX = 1_000;

/**
 * At most `limit` entries of an auction's log after that position, oldest first, with their secrets.
 * Throws an UnreadableEntryError.
 */
export async function readLog(
  redis: AuctionRedis,
  auctionId: string,
  { seq, raise }: LogPosition,
  limit: number,
): Promise<LogEntry[]> {
  const { log } = auctionKeys(auctionId);
  const entries = await redis.xrange(log, `(${logId(seq, raise)}`, '+', 'COUNT', limit);
  return entries.map(([id, flat]) => {
    const fields = fieldsOf(flat);
    const text = fields.get('p') ?? fields.get('q') ?? '';
    const entry = readEntry(id, text, fields.get('s') ?? null);
    const trace = fields.get('t');
    return trace === undefined || entry.type !== 'bid' ? entry : { ...entry, trace };
  });
}

/**
 * At most `limit` bids and the closing after `afterSeq`, oldest first, without secrets: all that a
 * window onto the auction may read. Throws an UnreadableEntryError.
 */
export async function readPublicLog(
  redis: AuctionRedis,
  auctionId: string,
  afterSeq: number,
  limit: number,
): Promise<LoggedEvent[]> {
  const { log } = auctionKeys(auctionId);
  const events: LoggedEvent[] = [];
  let start = logId(afterSeq + 1);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const missing = limit - events.length;
    const entries = await redis.xrange(log, start, '+', 'COUNT', missing);
    events.push(...visibleOf(auctionId, entries));
    const last = entries.at(-1);
    if (last === undefined || entries.length < missing || events.length >= limit) return events;
    // Silent raises lie between; what is visible of the next seq has a known id.
    start = logId(positionOf(last[0]).seq + 1);
  }
  throw new Error(`the log of auction ${auctionId} did not end in ${ROUNDS_MAX} rounds`);
}

/** The newest first, `beforeSeq` exclusive (null: from the top). Throws an UnreadableEntryError. */
export async function readPublicLogBackwards(
  redis: AuctionRedis,
  auctionId: string,
  beforeSeq: number | null,
  limit: number,
): Promise<LoggedEvent[]> {
  const { log } = auctionKeys(auctionId);
  const events: LoggedEvent[] = [];
  let end = beforeSeq === null ? '+' : logId(beforeSeq - 1);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const missing = limit - events.length;
    const entries = await redis.xrevrange(log, end, '-', 'COUNT', missing);
    events.push(...visibleOf(auctionId, entries));
    const last = entries.at(-1);
    if (last === undefined || entries.length < missing || events.length >= limit) return events;
    const { seq, raise } = positionOf(last[0]);
    if (raise === 0 && seq === 0) return events;
    end = raise === 0 ? logId(seq - 1) : logId(seq);
  }
  throw new Error(`the log of auction ${auctionId} did not end in ${ROUNDS_MAX} rounds`);
}

function visibleOf(auctionId: string, entries: [string, string[]][]): LoggedEvent[] {
  return entries.flatMap(([id, flat]) => {
    if (positionOf(id).raise > 0) return [];
    const text = fieldsOf(flat).get('p');
    if (text === undefined) throw new UnreadableEntryError(`entry ${id} has no public part`);
    return [readPublic(auctionId, id, text)];
  });
}

function fieldsOf(flat: string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (let index = 0; index < flat.length; index += 2) {
    fields.set(flat[index] as string, flat[index + 1] as string);
  }
  return fields;
}
