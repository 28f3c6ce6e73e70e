import { createAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { browserUploads } from '../../lib/browser-uploads.ts';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useCategories } from '../../lib/use-categories.ts';
import type { BulkRow } from './bulk-row.ts';
import { bulkRow, stateOf } from './bulk-row.ts';
import { EarlyPictures } from './early-pictures.ts';
import { listedRows, rememberListed } from './listed-rows.ts';
import { listingIdsOf } from './listing-ids.ts';
import type { ChosenFiles } from './picture-files.ts';
import { withFiles } from './picture-files.ts';
import type { TableRow } from './read-table.ts';
import { readTable } from './read-table.ts';
import type { RowResult } from './send-rows.ts';
import { sendRows } from './send-rows.ts';
import { useFirstSaleDate } from './use-first-sale-date.ts';

/** The table that was chosen, read. */
interface ChosenTable {
  name: string;
  rows: TableRow[];
  listingIds: string[];
  unknownColumns: string[];
  fault: string | null;
}

/** Listing by a table: what was chosen, how each row stands, and the sending of them. */
export interface Bulk {
  table: ChosenTable | null;
  pictureCount: number;
  rows: readonly BulkRow[];
  chooseTable: (file: File) => Promise<void>;
  addPictures: (files: readonly File[]) => Promise<void>;
  isSending: boolean;
  /** Why it stopped before the end. */
  stopped: string | null;
  send: () => void;
  stop: () => void;
}

const NO_FILES: ChosenFiles = new Map();

export function useBulk(userId: string): Bulk {
  const [table, setTable] = useState<ChosenTable | null>(null);
  const [chosen, setChosen] = useState(NO_FILES);
  const [results, setResults] = useState<ReadonlyMap<string, RowResult>>(() =>
    listedBefore(userId),
  );
  const categories = useCategories();
  const firstSaleDate = useFirstSaleDate();
  const rows = useMemo(() => {
    const around = { categories, firstSaleDate, chosen };
    const resultOf = (listingId: string) => results.get(listingId) ?? null;
    return (table?.rows ?? []).map((row, at) =>
      bulkRow(row, table?.listingIds[at] ?? '', { ...around, resultOf }),
    );
  }, [table, chosen, results, categories, firstSaleDate]);
  const setResult = (listingId: string, result: RowResult | null): void => {
    if (result?.state === 'listed') rememberListed(userId, listingId, result.auctionId);
    setResults((before) => withResult(before, listingId, result));
  };
  const pictures = useEarlyPictures(rows);
  const sending = useSending(rows, pictures, setResult);
  return {
    ...{ table, rows, pictureCount: chosen.size, ...sending },
    chooseTable: async (file) => setTable(await readChosen(file)),
    addPictures: async (files) => setChosen(await withFiles(chosen, files)),
  };
}

/** Brings up the pictures of sound rows while the person looks at the others. */
function useEarlyPictures(rows: readonly BulkRow[]): EarlyPictures {
  const [pictures] = useState(() => new EarlyPictures(browserUploads));
  useEffect(() => {
    // A row at hand is taken out when its auction shows them, not before.
    const wanted = rows.filter((row) => row.listing !== null && row.result?.state !== 'listed');
    pictures.want(wanted);
  }, [pictures, rows]);
  useEffect(() => () => pictures.end(), [pictures]);
  return pictures;
}

function useSending(
  rows: readonly BulkRow[],
  pictures: EarlyPictures,
  onRow: (listingId: string, result: RowResult | null) => void,
): Pick<Bulk, 'isSending' | 'stopped' | 'send' | 'stop'> {
  const queries = useQueryClient();
  const [isSending, setSending] = useState(false);
  const [stopped, setStopped] = useState<string | null>(null);
  const ended = useRef<AbortController | null>(null);
  useEffect(() => () => ended.current?.abort(), []);
  const run = async (): Promise<void> => {
    const called = new AbortController();
    ended.current = called;
    setSending(true);
    setStopped(null);
    const sound = rows.flatMap(({ listingId, listing }) =>
      listing ? [{ listingId, listing }] : [],
    );
    const { wait } = browserUploads;
    const create = (body: (typeof sound)[number]['listing']) => callApi(createAuction, { body });
    setStopped(await sendRows(sound, { create, pictures, wait, onRow }, called.signal));
    setSending(false);
    ended.current = null;
    void queries.invalidateQueries({ queryKey: queryKeys.auctions });
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
  };
  return {
    isSending,
    stopped,
    send: () => {
      if (ended.current === null) void run();
    },
    stop: () => ended.current?.abort(),
  };
}

async function readChosen(file: File): Promise<ChosenTable> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { rows = [], unknownColumns = [], fault = null } = readTable(bytes);
  return { name: file.name, rows, unknownColumns, fault, listingIds: await listingIdsOf(rows) };
}

function listedBefore(userId: string): ReadonlyMap<string, RowResult> {
  const listed = [...listedRows(userId)];
  return new Map(listed.map(([id, auctionId]) => [id, { state: 'listed', auctionId }]));
}

function withResult(
  results: ReadonlyMap<string, RowResult>,
  listingId: string,
  result: RowResult | null,
): ReadonlyMap<string, RowResult> {
  const next = new Map(results);
  if (result) next.set(listingId, result);
  else next.delete(listingId);
  return next;
}

/** How many rows there are of a state. */
export function countOf(rows: readonly BulkRow[], ...states: ReturnType<typeof stateOf>[]): number {
  return rows.filter((row) => states.includes(stateOf(row))).length;
}
