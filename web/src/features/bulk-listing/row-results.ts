import { isListed } from './bulk-row.ts';
import { listedRows } from './listed-rows.ts';
import type { RowResult } from './send-rows.ts';

/** What became of rows, by their ids. */
export type RowResults = ReadonlyMap<string, RowResult>;

/** As far as this browser remembers. */
export function rememberedResults(userId: string): RowResults {
  const listed = [...listedRows(userId)];
  return new Map(listed.map(([id, auctionId]) => [id, { state: 'before', auctionId }]));
}

/** What went through by one table went through before for the next one. */
export function asBefore(results: RowResults): RowResults {
  return new Map(
    [...results].map(([id, result]) => [
      id,
      isListed(result) ? { state: 'before', auctionId: result.auctionId } : result,
    ]),
  );
}

/** Null takes away what is known of a row. */
export function withResult(
  results: RowResults,
  listingId: string,
  result: RowResult | null,
): RowResults {
  const next = new Map(results);
  if (result) next.set(listingId, result);
  else next.delete(listingId);
  return next;
}
