import { and, asc, gt, inArray, lte } from 'drizzle-orm';
import type { Connection } from 'mysql2/promise';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { isLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { LogPosition } from '@sagopalgo/core/redis/log-entries.ts';
import { isUnsettled, UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { RecordState } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '@sagopalgo/lambdas/src/connections.ts';
import { isBefore } from '@sagopalgo/lambdas/src/record-bids/log-places.ts';

const PAGE_AUCTIONS = 500;
const PAGES_MAX = 200;
/** This machine's clock and Redis's may differ by so much. */
const CLOCKS_APART_MS = 60_000;
const NAMED_MAX = 5;

/** How far each open auction has come in Redis, by its id: all that anybody was answered until then. */
export type AcceptedBids = ReadonlyMap<string, LogPosition>;

interface Recorded {
  auctionId: string;
  state: RecordState;
  seq: number;
  raise: number;
  interruptedAtMs: number | null;
}

/** Reads that for every unsettled auction that may have opened. Throws a sentence where Redis cannot tell. */
export async function readAccepted(connections: Connections): Promise<AcceptedBids> {
  const { redis } = connections;
  if (!(await isLoaded(redis))) {
    throw new Error('Redis does not hold every open auction; start a keeper, which loads them.');
  }
  const accepted = new Map<string, LogPosition>();
  let afterId = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const ids = await pageOfOpen(connections, afterId);
    const { states } = await readLive(redis, ids);
    for (const auctionId of ids) {
      const live = states.get(auctionId);
      if (live) accepted.set(auctionId, { seq: live.seq, raise: live.raise });
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE_AUCTIONS) return accepted;
    afterId = last;
  }
  throw new Error(`more than ${PAGES_MAX * PAGE_AUCTIONS} auctions are open`);
}

/**
 * The ids of the auctions of which the record that this connection sees has not all. What is settled was compared
 * with its log; what is interrupted waits for a person, wherever it stands.
 */
export async function findLacking(snapshot: Connection, accepted: AcceptedBids): Promise<string[]> {
  const lacking: string[] = [];
  const ids = [...accepted.keys()];
  for (let from = 0; from < ids.length; from += PAGE_AUCTIONS) {
    const rows = await recordedOf(snapshot, ids.slice(from, from + PAGE_AUCTIONS));
    lacking.push(...rows.filter((row) => lacksBids(row, accepted)).map((row) => row.auctionId));
  }
  return lacking;
}

/** Some of these by name, and how many more there are. */
export function someOf(auctionIds: readonly string[]): string {
  const named = auctionIds.slice(0, NAMED_MAX).join(', ');
  const more = auctionIds.length - NAMED_MAX;
  return more > 0 ? `${named} and ${more} more` : named;
}

function lacksBids(row: Recorded, accepted: AcceptedBids): boolean {
  const answered = accepted.get(row.auctionId);
  if (!answered || !isUnsettled(row.state) || row.interruptedAtMs !== null) return false;
  return isBefore(row, answered);
}

async function recordedOf(snapshot: Connection, ids: string[]): Promise<Recorded[]> {
  const [rows] = await snapshot.query(
    `SELECT auction_id AS auctionId, state, recorded_seq AS seq, recorded_raise AS raise,
       interrupted_at_ms AS interruptedAtMs
     FROM auctions WHERE auction_id IN (?)`,
    [ids],
  );
  return rows as Recorded[];
}

async function pageOfOpen({ db, now }: Connections, afterId: string): Promise<string[]> {
  const { auctionId, state, opensAtMs } = auctions;
  const rows = await db
    .select({ auctionId })
    .from(auctions)
    .where(
      and(
        gt(auctionId, afterId),
        inArray(state, UNSETTLED_STATES),
        lte(opensAtMs, now() + CLOCKS_APART_MS),
      ),
    )
    .orderBy(asc(auctionId))
    .limit(PAGE_AUCTIONS);
  return rows.map((row) => row.auctionId);
}
