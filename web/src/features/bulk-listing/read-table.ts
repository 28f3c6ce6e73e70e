import Papa from 'papaparse';
import type { BulkCells, BulkColumn } from './bulk-columns.ts';
import { BULK_COLUMNS, columnNamed } from './bulk-columns.ts';

/** As many listings as one seller may make in an hour. */
export const BULK_ROWS_MAX = 100;
export const TABLE_MAX_BYTES = 2 * 1024 * 1024;
export const TOO_LARGE = '표가 너무 커요. 2MB까지 올릴 수 있어요.';
const DELIMITERS = [',', '\t', ';'];
const SEPARATOR_LINE = /^"?sep=([^\r\n"])"?\r?\n/iu;
const TOO_MANY_CELLS =
  '열보다 칸이 많아요. 금액이나 글에 쉼표가 있으면 그 칸을 따옴표로 묶어 주세요.';

/** One row of the table, and the number that a spreadsheet gives it. */
export interface TableRow {
  number: number;
  cells: BulkCells;
  /** What is wrong with the row as a whole: its cells may stand in other columns than they belong to. */
  fault: string | null;
}

/** A table as it was read, or in words why it cannot be. */
export type Table =
  | { rows: TableRow[]; unknownColumns: string[]; fault?: never }
  | { rows?: never; unknownColumns?: never; fault: string };

/** Reads a CSV, in whatever of the usual encodings a spreadsheet has written it. */
export function readTable(bytes: Uint8Array): Table {
  if (bytes.length > TABLE_MAX_BYTES) return { fault: TOO_LARGE };
  const { text, delimiter } = withoutSeparatorLine(decoded(bytes));
  const { data, errors } = Papa.parse<string[]>(text, {
    delimitersToGuess: DELIMITERS,
    ...(delimiter !== undefined && { delimiter }),
  });
  const [head = [], ...body] = data;
  const columns = head.map((name) => columnNamed(name));
  const fault = quoteFault(errors) ?? headFault(columns);
  if (fault !== null) return { fault };
  const rows = body
    .map((values, index) => rowOf(values, index + 2, head))
    .filter(({ cells, fault: ofRow }) => ofRow !== null || !isEmpty(cells));
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
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('euc-kr').decode(bytes);
  }
}

/** `sep=,` is a line for Excel, which shows none of it and counts from the next. */
function withoutSeparatorLine(text: string): { text: string; delimiter?: string } {
  const [line = '', delimiter] = SEPARATOR_LINE.exec(text) ?? [];
  return delimiter === undefined ? { text } : { text: text.slice(line.length), delimiter };
}

// From a quote that does not end on, everything may be in another cell or row than it was meant for.
function quoteFault(errors: readonly Papa.ParseError[]): string | null {
  const wrong = errors.find(({ type }) => type === 'Quotes');
  if (!wrong) return null;
  const line = `${(wrong.row ?? 0) + 1}번째 줄`;
  return `${line}의 따옴표가 맞지 않아요. 글 속의 따옴표는 두 번 적고, 여는 것과 닫는 것을 맞춰 주세요.`;
}

function headFault(columns: readonly (BulkColumn | undefined)[]): string | null {
  const twice = columns.find((column, at) => column && columns.indexOf(column) !== at);
  if (twice) return `‘${twice.name}’ 열이 두 번 있어요. 하나만 남겨 주세요.`;
  const missing = BULK_COLUMNS.filter((needed) => needed.isNeeded && !columns.includes(needed));
  return missing.length === 0 ? null : missingWords(missing.map(({ name }) => name));
}

function rowOf(values: readonly string[], number: number, head: readonly string[]): TableRow {
  const cells = Object.fromEntries(BULK_COLUMNS.map(({ id }) => [id, ''])) as BulkCells;
  for (const [at, value] of values.entries()) {
    const id = columnNamed(head[at] ?? '')?.id;
    if (id) cells[id] = value.normalize('NFC').trim();
  }
  // Spreadsheets end rows with empty cells; one that says something must have a column to belong to.
  const isBeyond = values.some((value, at) => value.trim() !== '' && !head[at]?.trim());
  return { number, cells, fault: isBeyond ? TOO_MANY_CELLS : null };
}

function isEmpty(cells: BulkCells): boolean {
  return Object.values(cells).every((cell) => cell === '');
}

function missingWords(names: readonly string[]): string {
  return `첫째 줄에서 열을 찾지 못했어요: ${names.join(', ')}. 서식의 첫째 줄을 그대로 써 주세요.`;
}
