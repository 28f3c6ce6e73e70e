import { listingIdsOf } from './listing-ids.ts';
import type { TableRow } from './read-table.ts';
import { readTable, TABLE_MAX_BYTES, TOO_LARGE } from './read-table.ts';

/** The table that was chosen, read. */
export interface ChosenTable {
  name: string;
  rows: TableRow[];
  listingIds: string[];
  unknownColumns: string[];
  fault: string | null;
}

/** Reads a file as a table; whatever keeps it from being one is said by its fault. */
export async function readChosen(file: File): Promise<ChosenTable> {
  const { rows = [], unknownColumns = [], fault = null } = await read(file);
  return { name: file.name, rows, unknownColumns, fault, listingIds: await listingIdsOf(rows) };
}

async function read(file: File): Promise<ReturnType<typeof readTable>> {
  // A file of whatever size may be chosen; none is taken into memory to find that out.
  if (file.size > TABLE_MAX_BYTES) return { fault: TOO_LARGE };
  try {
    return readTable(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return { fault: '표를 읽지 못했어요. 옮기거나 지우지 않았는지 확인하고 다시 골라 주세요.' };
  }
}
