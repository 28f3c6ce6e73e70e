import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { columnName } from './bulk-columns.ts';
import type { ChosenFile, ChosenFiles } from './picture-files.ts';
import { filesNamed } from './picture-files.ts';
import type { CellFault, RowSurroundings } from './read-row.ts';
import { readRow } from './read-row.ts';
import type { TableRow } from './read-table.ts';
import type { RowResult } from './send-rows.ts';

/** A row of the table as it stands: what it says, what is wrong with it, and what became of it. */
export interface BulkRow {
  /** As a spreadsheet counts it. */
  number: number;
  title: string;
  listingId: string;
  /** Null while anything is wrong. */
  listing: NewAuction | null;
  files: readonly ChosenFile[];
  faults: readonly CellFault[];
  /** Null before it was sent. */
  result: RowResult | null;
}

/** How a row stands, in one word. */
export type RowState = 'wrong' | 'sound' | 'sending' | 'listed' | 'before' | 'refused';

/** What rows are looked at with. */
export interface Surroundings extends RowSurroundings {
  chosen: ChosenFiles;
  resultOf: (listingId: string) => RowResult | null;
}

/** A row as it stands now. One that went through is not looked at again: its day may be past by now. */
export function bulkRow(
  { number, cells, fault: rowFault }: TableRow,
  listingId: string,
  { chosen, resultOf, ...around }: Surroundings,
): BulkRow {
  const row = { number, title: cells.title, listingId };
  const result = resultOf(listingId);
  const nothing = { listing: null, files: [] };
  if (isListed(result)) return { ...row, ...nothing, faults: [], result };
  // What stands in which column is not known, and nothing can be said of the columns.
  if (rowFault !== null) {
    return { ...row, ...nothing, faults: [{ column: null, message: rowFault }], result };
  }
  const { listing, pictureNames, faults } = readRow(cells, around);
  const { files, fault } = filesNamed(pictureNames, chosen);
  const isPictureFault = fault !== null && !faults.some(({ column }) => column === 'pictures');
  const all = isPictureFault
    ? [...faults, { column: 'pictures' as const, message: fault }]
    : faults;
  return { ...row, listing: all.length === 0 ? listing : null, files, faults: all, result };
}

/** It went through, now or before. */
export function isListed(
  result: RowResult | null,
): result is Extract<RowResult, { auctionId: string }> {
  return result?.state === 'listed' || result?.state === 'before';
}

/**
 * Its pictures are to come up, or stay. Those of a row at hand stay whatever is found wrong with it by
 * now: its auction may show them.
 */
export function wantsPictures({ listing, result }: BulkRow): boolean {
  return result?.state === 'sending' || (listing !== null && !isListed(result));
}

export function stateOf({ result, faults }: BulkRow): RowState {
  if (result) return result.state;
  return faults.length > 0 ? 'wrong' : 'sound';
}

/** What there is to say about a row, a sentence each, by the columns' names. */
export function sentencesOf({ result, faults }: BulkRow): string[] {
  const refused = result?.state === 'refused' ? result : null;
  if (refused && refused.faults.length === 0) return [refused.message];
  return (refused?.faults ?? faults).map(({ column, message }) =>
    column === null ? message : `‘${columnName(column)}’ 열: ${message}`,
  );
}
