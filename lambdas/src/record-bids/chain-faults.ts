import { and, asc, between, eq, sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, bids, chainEntries } from '@sagopalgo/core/mysql/schema.ts';
import { chainHeads, closingMoves } from '@sagopalgo/core/mysql/schema.ts';
import { canonicalEntry, chainHash, chainOn } from '@sagopalgo/core/rules/log-chain.ts';
import type { ChainTip, Happening } from '@sagopalgo/core/rules/log-chain.ts';
import { readChainEntry } from '@sagopalgo/core/rules/read-entry.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import { listingEntry } from './chain-log.ts';
import type { ChainedRow } from './chain-log.ts';
import { isOfEntry } from './sign-head.ts';

const PAGE_ENTRIES = 500;
const PAGES_MAX = 2_000;
const ORDINAL = /\d+$/;

type EntryRow = typeof chainEntries.$inferSelect;
type BidRow = typeof bids.$inferSelect;

/**
 * What is wrong with an auction's chained log, in plain sentences without any secret: every entry is
 * made again from the record and its nonces, every hash computed, every signed head looked up. Nothing
 * for an auction without a chain.
 */
export async function chainFaults(db: Db, auctionId: string): Promise<string[]> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row || row.chainHash === null) return [];
  const original = await asListed(db, row);
  let hash: string | null = null;
  let seq = 0;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const entries = await readPage(db, row, seq);
    const recorded = await readRecorded(db, auctionId, seq);
    for (const entry of entries) {
      if (entry.seq !== seq) return [`the chain lacks its entry ${seq}`];
      const made: string | null = hashOf(original, hash, entry, recorded);
      if (made !== entry.hash) return [`entry ${seq} of the chain is not what is recorded`];
      hash = made;
      seq += 1;
    }
    if (entries.length < PAGE_ENTRIES) break;
  }
  return [...endFaults(row, seq - 1, hash), ...(await headFaults(db, auctionId))];
}

/** What is recorded of some seqs: of a bid, of the silent raises and moved closings after it. */
interface Recorded {
  bids: readonly BidRow[];
  moves: readonly (typeof closingMoves.$inferSelect)[];
}

// The closing as listed is in no column once it was moved: the chain is what remembers it.
async function asListed(db: Db, row: ChainedRow): Promise<ChainedRow> {
  const [first] = await readPage(db, row, 0);
  const listing = first && readChainEntry(first.canonical);
  if (listing?.type !== 'listing' || row.moved === null) return row;
  return { ...row, scheduledClosesAtMs: listing.closesAtMs };
}

function readPage(db: Db, { auctionId }: ChainedRow, fromSeq: number): Promise<EntryRow[]> {
  return db
    .select()
    .from(chainEntries)
    .where(
      and(
        eq(chainEntries.auctionId, auctionId),
        between(chainEntries.seq, fromSeq, fromSeq + PAGE_ENTRIES - 1),
      ),
    )
    .orderBy(asc(chainEntries.seq));
}

async function readRecorded(db: Db, auctionId: string, fromSeq: number): Promise<Recorded> {
  const seqs = [fromSeq - 1, fromSeq + PAGE_ENTRIES - 1] as const;
  return {
    bids: await db
      .select()
      .from(bids)
      .where(and(eq(bids.auctionId, auctionId), between(bids.seq, ...seqs)))
      .orderBy(asc(bids.seq), asc(bids.raise)),
    moves: await db
      .select()
      .from(closingMoves)
      .where(and(eq(closingMoves.auctionId, auctionId), between(closingMoves.seq, ...seqs)))
      .orderBy(asc(closingMoves.seq), asc(closingMoves.raise)),
  };
}

// Null when the record holds nothing that the entry could have been made from.
function hashOf(
  row: ChainedRow,
  previousHash: string | null,
  entry: EntryRow,
  recorded: Recorded,
): string | null {
  if (previousHash === null) {
    return chainHash(sha256Hex, null, canonicalEntry(listingEntry(row)));
  }
  const made = recorded.bids.find(({ seq, raise }) => seq === entry.seq && raise === 0);
  const happened = made ? bidHappened(made) : closingHappened(row, entry);
  if (!happened || entry.raisesNonce === null) return null;
  const nonces = [entry.raisesNonce, made?.nonce ?? ''].values();
  const tools = { sha256: sha256Hex, nonce: () => nonces.next().value ?? '' };
  const [link] = chainOn(
    waitingBefore(row, previousHash, entry, recorded),
    [happened],
    tools,
  ).links;
  return link && link.canonical === entry.canonical ? link.hash : null;
}

function waitingBefore(
  { auctionId }: ChainedRow,
  hash: string,
  entry: EntryRow,
  recorded: Recorded,
): ChainTip {
  const raises = recorded.bids.filter(({ seq, raise }) => seq === entry.seq - 1 && raise > 0);
  const moves = recorded.moves.filter(({ seq }) => seq === entry.seq - 1);
  return {
    ...{ auctionId, hash, raisesKrw: raises.map(({ amountKrw }) => amountKrw) },
    moves: moves.map(({ movedAtMs: atMs, closesAtMs, reason }) => ({ atMs, closesAtMs, reason })),
  };
}

function bidHappened({ leaderAlias, ...bid }: BidRow): Happening {
  return { ...bid, type: 'bid', leaderOrdinal: Number(ORDINAL.exec(leaderAlias)?.[0]) };
}

// When it was closed is in the chain only.
function closingHappened(row: ChainedRow, entry: EntryRow): Happening | null {
  const closing = readChainEntry(entry.canonical);
  if (closing?.type !== 'closed' || entry.seq !== row.recordedSeq) return null;
  const isSold = closing.outcome === 'sold';
  const { priceKrw, bidCount, closesAtMs, leaderOrdinal } = row;
  const { seq, outcome, atMs } = closing;
  return {
    ...{ type: 'closed', seq, raise: 0, outcome, atMs, priceKrw, bidCount },
    ...{ closesAtMs: row.settledAtMs === null ? closing.closesAtMs : closesAtMs },
    leaderOrdinal: isSold ? leaderOrdinal : null,
  };
}

function endFaults(row: ChainedRow, lastSeq: number, hash: string | null): string[] {
  const isEnd = lastSeq === row.recordedSeq && hash === row.chainHash;
  return isEnd ? [] : [`the chain ends at ${lastSeq}, the record at ${row.recordedSeq}`];
}

async function headFaults(db: Db, auctionId: string): Promise<string[]> {
  const [strange] = await db
    .select({ seq: chainHeads.seq })
    .from(chainHeads)
    .leftJoin(chainEntries, isOfEntry)
    .where(and(eq(chainHeads.auctionId, auctionId), sql`${chainEntries.hash} IS NULL`))
    .limit(1);
  return strange ? [`a signed head of ${strange.seq} is not on the chain`] : [];
}
