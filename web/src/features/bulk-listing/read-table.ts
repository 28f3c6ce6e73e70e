import Papa from 'papaparse';
import type { BulkCells, BulkColumnId } from './bulk-columns.ts';
import { BULK_COLUMNS, columnNamed } from './bulk-columns.ts';

/** As many listings as one seller may make in an hour. */
export const BULK_ROWS_MAX = 100;
const TABLE_MAX_BYTES = 2 * 1024 * 1024;
const DELIMITERS = [',', '\t', ';'];

/** One row of the table, and the number that a spreadsheet gives it. */
export interface TableRow {
  number: number;
  cells: BulkCells;
}

/** A table as it was read, or in words why it cannot be. */
export type Table =
  | { rows: TableRow[]; unknownColumns: string[]; fault?: never }
  | { rows?: never; unknownColumns?: never; fault: string };

/** Reads a CSV, in whatever of the usual encodings a spreadsheet has written it. */
export function readTable(bytes: Uint8Array): Table {
  if (bytes.length > TABLE_MAX_BYTES) return { fault: '표가 너무 커요. 2MB까지 올릴 수 있어요.' };
  const { data } = Papa.parse<string[]>(decoded(bytes), { delimitersToGuess: DELIMITERS });
  const [head = [], ...body] = data;
  const columns = head.map((name) => columnNamed(name));
  const missing = BULK_COLUMNS.filter((needed) => needed.isNeeded && !columns.includes(needed));
  if (missing.length > 0) return { fault: missingWords(missing.map(({ name }) => name)) };
  const rows = body
    .map((values, index) => ({ number: index + 2, cells: cellsOf(values, columns) }))
    .filter(({ cells }) => Object.values(cells).some((cell) => cell !== ''));
  if (rows.length === 0)
    return { fault: '표에 물건이 없어요. 둘째 줄부터 한 줄에 하나씩 적어 주세요.' };
  if (rows.length > BULK_ROWS_MAX) {
    return { fault: `한 번에 ${BULK_ROWS_MAX}줄까지 올릴 수 있어요. 표를 나눠 주세요.` };
  }
  const unknownColumns = head.filter((name, at) => columns[at] === undefined && name.trim() !== '');
  return { rows, unknownColumns };
}

/** Excel writes UTF-8 with a mark, or Korean Windows' own encoding without one. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('euc-kr').decode(bytes);
  }
}

function cellsOf(
  values: readonly string[],
  columns: readonly ({ id: BulkColumnId } | undefined)[],
): BulkCells {
  const cells = Object.fromEntries(BULK_COLUMNS.map(({ id }) => [id, ''])) as BulkCells;
  for (const [at, value] of values.entries()) {
    const id = columns[at]?.id;
    if (id) cells[id] = value.normalize('NFC').trim();
  }
  return cells;
}

function missingWords(names: readonly string[]): string {
  return `첫째 줄에서 열을 찾지 못했어요: ${names.join(', ')}. 서식의 첫째 줄을 그대로 써 주세요.`;
}
