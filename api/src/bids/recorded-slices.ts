import { and, between, count, eq, or, sql } from 'drizzle-orm';
import type { Column, SQL } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { bids } from '@sagopalgo/core/mysql/schema.ts';

/** Asked for together; a question stays well below the server's packet. */
const BIDS_A_QUESTION_MAX = 2_000;
const BIDS_A_SLICE_MAX = 500;

/** Some bids of one auction, in order. */
export interface Slice<Bid> {
  auctionId: string;
  bids: Bid[];
}

type Named = { seq: number; bidId: string };

/** Cuts what is asked about one auction into pieces that fit into a question. */
export function slicesOf<Bid>(auctionId: string, asked: readonly Bid[]): Slice<Bid>[] {
  const slices: Slice<Bid>[] = [];
  for (let from = 0; from < asked.length; from += BIDS_A_SLICE_MAX) {
    slices.push({ auctionId, bids: asked.slice(from, from + BIDS_A_SLICE_MAX) });
  }
  return slices;
}

/**
 * Which slices the record has whole, among the seqs at which their bids were answered. Only counts come
 * back: in a rush, reading thousands of rows a second would take the processor from the bids.
 */
export async function findRecordedSlices<Bid extends Named>(
  db: Db,
  slices: readonly Slice<Bid>[],
): Promise<Set<Slice<Bid>>> {
  const recorded = new Set<Slice<Bid>>();
  for (const question of questionsOf(slices)) {
    const rows = await db
      .select({ auctionId: bids.auctionId, kept: count() })
      .from(bids)
      .where(or(...question.map(isOfSlice)))
      .groupBy(bids.auctionId);
    const kept = new Map(rows.map((row) => [row.auctionId, row.kept]));
    for (const slice of question) {
      if (kept.get(slice.auctionId) === slice.bids.length) recorded.add(slice);
    }
  }
  return recorded;
}

/** Which bids of the slices the record has, by auction, as bidders make up bidIds and may use one on two auctions. */
export async function findRecordedIds(
  db: Db,
  slices: readonly Slice<Named>[],
): Promise<Map<string, Set<string>>> {
  const recorded = new Map<string, Set<string>>();
  for (const question of questionsOf(slices)) {
    const rows = await db
      .select({ auctionId: bids.auctionId, bidId: bids.bidId })
      .from(bids)
      .where(or(...question.map(isOfSlice)));
    for (const { auctionId, bidId } of rows) {
      const known = recorded.get(auctionId);
      if (known) known.add(bidId);
      else recorded.set(auctionId, new Set([bidId]));
    }
  }
  return recorded;
}

/**
 * That a column holds one of some values, of which there is at least one. They are one parameter, which the driver
 * writes as a list: made one by one they take 7 µs each (2,000 of them a block of 14 ms in which no bid is answered).
 */
export function inList(column: Column, values: readonly string[]): SQL {
  return sql`${column} in (${sql.param(values)})`;
}

// The seqs let the database look where the bids must be, and nowhere else.
function isOfSlice({ auctionId, bids: asked }: Slice<Named>) {
  const seqs = asked.map(({ seq }) => seq);
  const bidIds = asked.map(({ bidId }) => bidId);
  return and(
    eq(bids.auctionId, auctionId),
    between(bids.seq, Math.min(...seqs), Math.max(...seqs)),
    inList(bids.bidId, bidIds),
  );
}

// Of one auction there is one slice in a question, as the answer counts by auction.
function questionsOf<Bid>(slices: readonly Slice<Bid>[]): Slice<Bid>[][] {
  const questions: { slices: Slice<Bid>[]; bids: number; auctionIds: Set<string> }[] = [];
  for (const slice of slices) {
    const last = questions.at(-1);
    const fits = last && last.bids + slice.bids.length <= BIDS_A_QUESTION_MAX;
    if (fits && !last.auctionIds.has(slice.auctionId)) {
      last.slices.push(slice);
      last.bids += slice.bids.length;
      last.auctionIds.add(slice.auctionId);
    } else {
      const auctionIds = new Set([slice.auctionId]);
      questions.push({ slices: [slice], bids: slice.bids.length, auctionIds });
    }
  }
  return questions.map((question) => question.slices);
}
