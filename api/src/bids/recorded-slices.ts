import { and, between, count, eq, or } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { inRows } from '@sagopalgo/core/mysql/in-list.ts';
import { bids } from '@sagopalgo/core/mysql/schema.ts';

/** Asked for together; a question stays well below the server's packet. */
const BIDS_A_QUESTION_MAX = 2_000;
const BIDS_A_SLICE_MAX = 500;
/** MariaDB takes a time that grows with the square of them: 64 ms for 200 and 7 s for 2,000. */
const SLICES_A_QUESTION_MAX = 200;

/** Some bids of one auction, in order. */
export interface Slice<Bid> {
  auctionId: string;
  bids: Bid[];
}

/** What tells a bid from every other on its auction: bidders make up bidIds, and two may use the same. */
export interface Named {
  seq: number;
  raise: number;
  bidId: string;
}

/** The same in one word. */
export function nameOf({ seq, raise, bidId }: Named): string {
  return `${seq}-${raise}:${bidId}`;
}

/** Cuts what is asked about one auction into pieces that fit into a question. */
export function slicesOf<Bid>(auctionId: string, asked: readonly Bid[]): Slice<Bid>[] {
  const slices: Slice<Bid>[] = [];
  for (let from = 0; from < asked.length; from += BIDS_A_SLICE_MAX) {
    slices.push({ auctionId, bids: asked.slice(from, from + BIDS_A_SLICE_MAX) });
  }
  return slices;
}

/**
 * Which slices the record has whole, each of their bids being there once and where it was answered. Only counts come
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

/** Which bids of the slices the record has, by auction and by `nameOf`. */
export async function findRecordedNames(
  db: Db,
  slices: readonly Slice<Named>[],
): Promise<Map<string, Set<string>>> {
  const recorded = new Map<string, Set<string>>();
  for (const question of questionsOf(slices)) {
    const rows = await db
      .select({ auctionId: bids.auctionId, seq: bids.seq, raise: bids.raise, bidId: bids.bidId })
      .from(bids)
      .where(or(...question.map(isOfSlice)));
    for (const { auctionId, ...bid } of rows) {
      const known = recorded.get(auctionId);
      if (known) known.add(nameOf(bid));
      else recorded.set(auctionId, new Set([nameOf(bid)]));
    }
  }
  return recorded;
}

// The seqs let the database look where the bids must be, and nowhere else.
function isOfSlice({ auctionId, bids: asked }: Slice<Named>) {
  const seqs = asked.map(({ seq }) => seq);
  const names = asked.map(({ seq, raise, bidId }) => [seq, raise, bidId]);
  return and(
    eq(bids.auctionId, auctionId),
    between(bids.seq, Math.min(...seqs), Math.max(...seqs)),
    inRows([bids.seq, bids.raise, bids.bidId], names),
  );
}

// Of one auction there is one slice in a question, as the answer counts by auction.
function questionsOf<Bid>(slices: readonly Slice<Bid>[]): Slice<Bid>[][] {
  const questions: { slices: Slice<Bid>[]; bids: number; auctionIds: Set<string> }[] = [];
  for (const slice of slices) {
    const last = questions.at(-1);
    const fits =
      last &&
      last.bids + slice.bids.length <= BIDS_A_QUESTION_MAX &&
      last.slices.length < SLICES_A_QUESTION_MAX;
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
