import { and, count, gt, inArray, isNull, lt, min, or } from 'drizzle-orm';
import { searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { RECORD_STATES, UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { RecordState } from '@sagopalgo/core/rules/auction-states.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
import type { Connections } from '../connections.ts';
import { countPushes } from './count-pushes.ts';
import type { PushStock } from './count-pushes.ts';
import { readMysqlFacts, readRedisFacts } from './store-facts.ts';
import type { MysqlFacts, RedisFacts } from './store-facts.ts';

const DAY_MS = 86_400_000;
/** What the schedules and the keeper have not done by then they do not do by themselves. */
const OVERDUE_MS = 60_000;
/** All orders come to one of these, so that only those of the last day can be counted time and again. */
const ENDED: OrderState[] = ['paid_out', 'expired', 'cancelled', 'refunded'];

/** How the marketplace stands, as the record and the stores tell it. */
export interface Stock {
  /** Of those that are over, the ones that closed in the last day. */
  auctions: Record<RecordState, number>;
  /** Auctions that have not been opened or settled a minute after their time, interrupted ones apart. */
  overdue: { opening: number; closing: number };
  /** Of those at their end, the ones that came to it in the last day. */
  orders: Record<OrderState, number>;
  /** By index, how long what has waited longest has been waiting; what there is much of and no hurry with apart. */
  searchLagMs: Record<string, number>;
  /** Auctions that an index did not take. */
  searchSetAside: Record<string, number>;
  pushes: PushStock;
  redis: RedisFacts;
  mysql: MysqlFacts;
}

type Used = Pick<Connections, 'db' | 'redis' | 'now'>;

/** Counts what operators watch. Every count is bounded by an index and by what is open. */
export async function takeStock(used: Used, indexNames: readonly string[]): Promise<Stock> {
  const nowMs = used.now();
  const [auctionCounts, overdue, orderCounts, search, pushes, redis, mysql] = await Promise.all([
    countAuctions(used, nowMs),
    countOverdue(used, nowMs),
    countOrders(used, nowMs),
    lookAtSearch(used, indexNames, nowMs),
    countPushes(used.db, nowMs),
    readRedisFacts(used.redis),
    readMysqlFacts(used.db),
  ]);
  return { auctions: auctionCounts, overdue, orders: orderCounts, ...search, pushes, redis, mysql };
}

async function countAuctions({ db }: Used, nowMs: number): Promise<Stock['auctions']> {
  const over = RECORD_STATES.filter((state) => !UNSETTLED_STATES.includes(state));
  const ofTheDay = and(inArray(auctions.state, over), gt(auctions.closesAtMs, nowMs - DAY_MS));
  const rows = await db
    .select({ state: auctions.state, found: count() })
    .from(auctions)
    .where(or(inArray(auctions.state, UNSETTLED_STATES), ofTheDay))
    .groupBy(auctions.state);
  return countsOf(RECORD_STATES, rows);
}

async function countOverdue({ db }: Used, nowMs: number): Promise<Stock['overdue']> {
  const { state, opensAtMs, closesAtMs, interruptedAtMs } = auctions;
  const dueMs = nowMs - OVERDUE_MS;
  const isFree = isNull(interruptedAtMs);
  const opening = and(inArray(state, ['scheduled']), lt(opensAtMs, dueMs), isFree);
  const closing = and(inArray(state, UNSETTLED_STATES), lt(closesAtMs, dueMs), isFree);
  return {
    opening: await db.$count(auctions, opening),
    closing: await db.$count(auctions, closing),
  };
}

async function countOrders({ db }: Used, nowMs: number): Promise<Stock['orders']> {
  const open = ORDER_STATES.filter((state) => !ENDED.includes(state));
  const ofTheDay = and(inArray(orders.state, ENDED), gt(orders.stateAtMs, nowMs - DAY_MS));
  const rows = await db
    .select({ state: orders.state, found: count() })
    .from(orders)
    .where(or(inArray(orders.state, open), ofTheDay))
    .groupBy(orders.state);
  return countsOf(ORDER_STATES, rows);
}

async function lookAtSearch(
  { db }: Used,
  indexNames: readonly string[],
  nowMs: number,
): Promise<Pick<Stock, 'searchLagMs' | 'searchSetAside'>> {
  const { indexName, urgency, changedAtMs, faultyAtMs } = searchQueues;
  const [marked] = await db
    .select({ atMs: min(searchOutbox.changedAtMs) })
    .from(searchOutbox)
    .where(lt(searchOutbox.urgency, URGENCY.backlog));
  const queued = await db
    .select({ indexName, atMs: min(changedAtMs) })
    .from(searchQueues)
    .where(and(lt(urgency, URGENCY.backlog), isNull(faultyAtMs)))
    .groupBy(indexName);
  const setAside = await db
    .select({ indexName, found: count() })
    .from(searchQueues)
    .where(gt(faultyAtMs, 0))
    .groupBy(indexName);
  const lagOf = (name: string): number => {
    const inQueueMs = queued.find((row) => row.indexName === name)?.atMs ?? nowMs;
    return Math.max(0, nowMs - Math.min(inQueueMs, marked?.atMs ?? nowMs));
  };
  const asideOf = (name: string) => setAside.find((row) => row.indexName === name)?.found ?? 0;
  return {
    searchLagMs: Object.fromEntries(indexNames.map((name) => [name, lagOf(name)])),
    searchSetAside: Object.fromEntries(indexNames.map((name) => [name, asideOf(name)])),
  };
}

// Where there is none, that is told as well: what goes missing looks like what is not watched.
function countsOf<State extends string>(
  states: readonly State[],
  rows: readonly { state: State; found: number }[],
): Record<State, number> {
  const found = new Map(rows.map((row) => [row.state, row.found]));
  const counts = states.map((state) => [state, found.get(state) ?? 0] as const);
  return Object.fromEntries(counts) as Record<State, number>;
}
