import { useMemo, useRef, useState } from 'react';
import { isGone } from '../../lib/is-gone.ts';
import { useCategories } from '../../lib/use-categories.ts';
import type { BulkRow, RowState } from './bulk-row.ts';
import { bulkRow, stateOf } from './bulk-row.ts';
import type { ChosenTable } from './chosen-table.ts';
import { readChosen } from './chosen-table.ts';
import { goneRows } from './gone-rows.ts';
import { forgetListed, rememberListed } from './listed-rows.ts';
import { idToListAgain } from './listing-ids.ts';
import type { ChosenFiles } from './picture-files.ts';
import { lookIntoFiles, roomFor, withFiles } from './picture-files.ts';
import { asBefore, rememberedResults, withResult } from './row-results.ts';
import type { RowResult } from './send-rows.ts';
import { useEarlyPictures } from './use-early-pictures.ts';
import { useFirstSaleDate } from '../../lib/use-first-sale-date.ts';
import type { Sending } from './use-sending.ts';
import { useSending } from './use-sending.ts';

/** Listing by a table: what was chosen, how each row stands, and the sending of them. */
export interface Bulk extends Sending {
  table: ChosenTable | null;
  pictureCount: number;
  /** How many pictures of the last choice there was no room for. */
  leftOut: number;
  rows: readonly BulkRow[];
  chooseTable: (file: File) => Promise<void>;
  addPictures: (files: readonly File[]) => Promise<void>;
  /** A row that was listed before is listed once more. */
  listAgain: (row: BulkRow) => Promise<void>;
}

const NO_FILES: ChosenFiles = new Map();

export function useBulk(userId: string): Bulk {
  const [table, setTable] = useState<ChosenTable | null>(null);
  const [results, setResults] = useState(() => rememberedResults(userId));
  const lastChoice = useRef(0);
  const files = useChosenFiles();
  const rows = useRows(table, files.chosen, results);
  const setResult = (listingId: string, result: RowResult | null): void => {
    if (result?.state === 'listed') rememberListed(userId, listingId, result.auctionId);
    setResults((before) => withResult(before, listingId, result));
  };
  const pictures = useEarlyPictures(rows);
  const sending = useSending(rows, pictures, setResult);
  const chooseTable = async (file: File): Promise<void> => {
    lastChoice.current += 1;
    const choice = lastChoice.current;
    const read = await readChosen(file);
    // A small table may be read before a larger one that was chosen earlier.
    if (choice !== lastChoice.current) return;
    setTable(read);
    const before = asBefore(results);
    setResults(asBefore);
    const gone = await goneRows(read.listingIds, before, (id) => isGone(`/auctions/${id}`));
    if (gone.size === 0) return;
    forgetListed(userId, gone);
    setResults((now) => new Map([...now].filter(([listingId]) => !gone.has(listingId))));
  };
  const listAgain = async ({ listingId }: BulkRow): Promise<void> => {
    const again = await idToListAgain(listingId, (id) => results.has(id));
    setTable((now) => now && withListingId(now, listingId, again));
  };
  return {
    ...{ table, rows, pictureCount: files.chosen.size, leftOut: files.leftOut, ...sending },
    ...{ chooseTable, addPictures: files.add, listAgain },
  };
}

function useChosenFiles() {
  const [chosen, setChosen] = useState(NO_FILES);
  const [leftOut, setLeftOut] = useState(0);
  const add = async (files: readonly File[]): Promise<void> => {
    const taken = roomFor(chosen, files);
    setLeftOut(files.length - taken.length);
    const looked = await lookIntoFiles(taken);
    setChosen((before) => withFiles(before, looked));
  };
  return { chosen, leftOut, add };
}

function useRows(
  table: ChosenTable | null,
  chosen: ChosenFiles,
  results: ReadonlyMap<string, RowResult>,
): BulkRow[] {
  const categories = useCategories();
  const firstSaleDate = useFirstSaleDate();
  return useMemo(() => {
    const around = { categories, firstSaleDate, chosen };
    const resultOf = (listingId: string) => results.get(listingId) ?? null;
    return (table?.rows ?? []).map((row, at) =>
      bulkRow(row, table?.listingIds[at] ?? '', { ...around, resultOf }),
    );
  }, [table, chosen, results, categories, firstSaleDate]);
}

function withListingId(table: ChosenTable, listingId: string, again: string): ChosenTable {
  return {
    ...table,
    listingIds: table.listingIds.map((known) => (known === listingId ? again : known)),
  };
}

/** How many rows there are of a state. */
export function countOf(rows: readonly BulkRow[], ...states: RowState[]): number {
  return rows.filter((row) => states.includes(stateOf(row))).length;
}
