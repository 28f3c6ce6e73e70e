import { and, asc, eq, gt } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { keepReconciliation } from '@sagopalgo/core/operating/keep-reconciliation.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import type { Connections } from '../connections.ts';
import { compareAuction } from '../record-bids/compare/compare-auction.ts';
import { tryEvery } from '../try-every.ts';

const PAGE_AUCTIONS = 500;
const PAGES_MAX = 2_000;
/** Moments after midnight belong to the day whose sale they follow. */
const AFTER_THE_SALE_MS = 6 * 3_600_000;
const TOLD_MAX = 100;

/** What a comparison came to. */
export interface Reconciliation {
  compared: number;
  /** One plain sentence for everything that differs, each beginning with the auction. */
  differences: string[];
}

/**
 * Compares what Redis, the record and the orders hold of every auction of one sale date
 * ("YYYY-MM-DD", Asia/Seoul). Changes nothing.
 */
export async function reconcileDay(
  connections: Connections,
  saleDate: string,
): Promise<Reconciliation> {
  const result: Reconciliation = { compared: 0, differences: [] };
  let afterId = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const ids = await pageOfDay(connections, saleDate, afterId);
    const sentences = await tryEvery(ids, (auctionId) => reconcileAuction(connections, auctionId));
    result.compared += ids.length;
    result.differences.push(...sentences.flat());
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE_AUCTIONS) return result;
    afterId = last;
  }
  throw new Error(`more than ${PAGES_MAX * PAGE_AUCTIONS} auctions on ${saleDate}`);
}

/**
 * Compares the day whose sale was last, keeps what came of it, and tells what differs as an error: a person has
 * to look, and trying again would mend nothing. Returns how much differs.
 */
export async function reconcileLatest(connections: Connections): Promise<number> {
  const { db, log, now } = connections;
  const saleDate = kstDate(now() - AFTER_THE_SALE_MS);
  const { compared, differences } = await reconcileDay(connections, saleDate);
  const { length: count } = differences;
  await keepReconciliation(db, saleDate, { compared, differences, ranAtMs: now() });
  if (count === 0) {
    log.info('reconcile.done', { saleDate, compared });
    return 0;
  }
  const told = differences.slice(0, TOLD_MAX);
  log.error('reconcile.differs', { saleDate, compared, count, told });
  return count;
}

/** Compares one auction; a sentence for everything that differs. */
export async function reconcileAuction(
  connections: Connections,
  auctionId: string,
): Promise<string[]> {
  const differences = await compareAuction(connections, auctionId);
  return differences.map((difference) => `auction ${auctionId}: ${difference}`);
}

async function pageOfDay(
  { db }: Connections,
  saleDate: string,
  afterId: string,
): Promise<string[]> {
  const rows = await db
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(and(eq(auctions.saleDate, saleDate), gt(auctions.auctionId, afterId)))
    .orderBy(asc(auctions.auctionId))
    .limit(PAGE_AUCTIONS);
  return rows.map(({ auctionId }) => auctionId);
}
