import { and, asc, desc, eq, gt, gte, lt, lte, ne } from 'drizzle-orm';
import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { getLog, publishedEntrySchema } from '@sagopalgo/core/contracts/proof.ts';
import { auctions, bids, chainEntries } from '@sagopalgo/core/mysql/schema.ts';
import { mayOpenBid, mayOpenRaises } from '@sagopalgo/core/rules/what-may-open.ts';
import type { Ending } from '@sagopalgo/core/rules/what-may-open.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import type { Deps } from '../deps.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { signOverruling } from './sign-overruling.ts';

const LIST = 'log';

type Used = Pick<Deps, 'db'> & { signer: Signer };
type AuctionRow = typeof auctions.$inferSelect;
type EntryRow = typeof chainEntries.$inferSelect;
type BidRow = typeof bids.$inferSelect;
type PublishedEntry = z.input<typeof publishedEntrySchema>;

/**
 * A page of an ended auction's chained log, the listing first, with what may be opened of it. Throws
 * AUCTION_NOT_FOUND, and LOG_NOT_PUBLISHED before the result is written or when it has no chain.
 */
export async function findLog(
  { db, signer }: Used,
  auctionId: string,
  { cursor, limit }: z.output<typeof getLog.query>,
): Promise<z.input<typeof getLog.reply>> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new RefusalError('AUCTION_NOT_FOUND');
  const { state: outcome, recordedSeq: seq } = row;
  const isOver = outcome === 'sold' || outcome === 'unsold' || outcome === 'cancelled';
  if (!isOver || row.chainHash === null) throw new RefusalError('LOG_NOT_PUBLISHED');
  // A cursor's key is at least 1, and the listing has the seq 0.
  const afterSeq = (readCursor(LIST, cursor, 1)?.key ?? 0) - 1;
  const entries = await db
    .select()
    .from(chainEntries)
    .where(and(eq(chainEntries.auctionId, auctionId), gt(chainEntries.seq, afterSeq)))
    .orderBy(asc(chainEntries.seq))
    .limit(limit + 1);
  const page = cutPage(LIST, entries, limit, (entry) => ({ key: entry.seq + 1, id: auctionId }));
  const last = await findLastBid(db, auctionId);
  const ending = await endingOf(db, row, last);
  const items = await opened(db, ending, page.rows);
  const reserve = last?.reserve === 'met' ? reserveOf(row) : null;
  const overruling = await signOverruling({ db, signer }, row);
  return { auctionId, outcome, overruling, seq, reserve, items, nextCursor: page.nextCursor };
}

async function findLastBid(db: Deps['db'], auctionId: string): Promise<BidRow | undefined> {
  const [last] = await db
    .select()
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), eq(bids.raise, 0)))
    .orderBy(desc(bids.seq))
    .limit(1);
  return last;
}

async function endingOf(
  db: Deps['db'],
  { auctionId, leaderOrdinal: ordinal }: AuctionRow,
  last: BidRow | undefined,
): Promise<Ending> {
  if (!last || ordinal === null) return { lastLead: null, priceKrw: null };
  const [before] = await db
    .select({ seq: bids.seq })
    .from(bids)
    .where(and(eq(bids.auctionId, auctionId), eq(bids.raise, 0), ne(bids.leaderId, last.leaderId)))
    .orderBy(desc(bids.seq))
    .limit(1);
  const fromSeq = (before?.seq ?? 0) + 1;
  return { lastLead: { ordinal, fromSeq }, priceKrw: last.priceKrw };
}

async function opened(
  db: Deps['db'],
  ending: Ending,
  entries: readonly EntryRow[],
): Promise<PublishedEntry[]> {
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last) return [];
  const { auctionId } = first;
  const span = and(
    eq(bids.auctionId, auctionId),
    gte(bids.seq, first.seq - 1),
    lte(bids.seq, last.seq),
  );
  const made = await db
    .select()
    .from(bids)
    .where(and(span, eq(bids.raise, 0)));
  // The raises of the last lead stay sealed, so nobody has to read them.
  const sealedFromSeq = ending.lastLead?.fromSeq ?? Number.MAX_SAFE_INTEGER;
  const raises = await db
    .select({ seq: bids.seq, amountKrw: bids.amountKrw })
    .from(bids)
    .where(and(span, gt(bids.raise, 0), lt(bids.seq, sealedFromSeq)))
    .orderBy(asc(bids.seq), asc(bids.raise));
  const bidsBySeq = new Map(made.map((bid) => [bid.seq, bid]));
  const raisesBySeq = Map.groupBy(raises, (raise) => raise.seq);
  return entries.map((entry) => {
    const maximaKrw = (raisesBySeq.get(entry.seq - 1) ?? []).map(({ amountKrw }) => amountKrw);
    return publishedEntry(ending, entry, bidsBySeq.get(entry.seq), maximaKrw);
  });
}

function publishedEntry(
  ending: Ending,
  { seq, canonical, hash, raisesNonce }: EntryRow,
  made: BidRow | undefined,
  maximaKrw: number[],
): PublishedEntry {
  const mayOpen = made && mayOpenBid(ending, { ...made, maxKrw: made.amountKrw });
  return {
    ...{ seq, canonical, hash },
    bid:
      mayOpen && made.nonce !== null
        ? { kind: made.kind, maxKrw: made.amountKrw, nonce: made.nonce }
        : null,
    raises:
      raisesNonce !== null && mayOpenRaises(ending, seq, maximaKrw)
        ? { maximaKrw, nonce: raisesNonce }
        : null,
  };
}

function reserveOf({ reserveKrw, reserveNonce: nonce }: AuctionRow) {
  return reserveKrw === null || nonce === null ? null : { reserveKrw, nonce };
}
