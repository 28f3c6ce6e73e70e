import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { createAuction, faultsInAmounts } from '@sagopalgo/core/contracts/auctions.ts';
import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { AUCTION_IMAGES_MAX } from '@sagopalgo/core/contracts/images.ts';
import { isCalendarDate } from '@sagopalgo/core/rules/kst.ts';
import { splitHashtags } from '../../lib/hashtag-text.ts';
import type { BulkCells, BulkColumnId } from './bulk-columns.ts';
import { BULK_COLUMNS } from './bulk-columns.ts';
import { findCategory } from './find-category.ts';
import type { Reading } from './read-cells.ts';
import { readAmount, readChoice, readDate, readUnit } from './read-cells.ts';

/** What is wrong in which column, in words; null for the row as a whole. */
export interface CellFault {
  column: BulkColumnId | null;
  message: string;
}

/** A row as a listing but for its pictures, or what is wrong with it. */
export interface ReadRow {
  /** Null while anything is wrong. */
  listing: NewAuction | null;
  /** The names of its picture files, in their order. */
  pictureNames: string[];
  faults: CellFault[];
}

/** What a row is read with. */
export interface RowSurroundings {
  categories: readonly Category[];
  /** The first day that something can still be listed for. */
  firstSaleDate: string;
}

/** Where the contract's fields stand in the table. */
const COLUMN_OF: Record<string, BulkColumnId> = {
  categoryId: 'category',
  bidUnitKrw: 'unit',
  steps: 'unit',
  imageIds: 'pictures',
};

const HANGUL = /\p{Script=Hangul}/u;

/** Reads one row by the same declaration and rules that the server will hold it to. */
export function readRow(cells: BulkCells, { categories, firstSaleDate }: RowSurroundings): ReadRow {
  const faults: CellFault[] = [];
  const read = <Value>(column: BulkColumnId, reading: Reading<Value>): Value | undefined => {
    if (reading.fault === undefined) return reading.value;
    faults.push({ column, message: reading.fault });
    return undefined;
  };
  const amount = (column: BulkColumnId) => read(column, readAmount(cells[column]));
  const candidate = {
    title: cells.title,
    description: cells.description,
    categoryId: read('category', findCategory(cells.category, categories)),
    hashtags: splitHashtags(cells.hashtags),
    saleDate: read('saleDate', goodDate(cells.saleDate, firstSaleDate)),
    startKrw: amount('startKrw'),
    ...read('unit', readUnit(cells.unit)),
    capKrw: amount('capKrw'),
    reserveKrw: amount('reserveKrw'),
    buyNowKrw: amount('buyNowKrw'),
    extension: read('extension', readChoice(cells.extension, EXTENSION_CELLS, 'none')),
    onDefault: read('onDefault', readChoice(cells.onDefault, ON_DEFAULT_CELLS, 'second-chance')),
  };
  const pictureNames = cells.pictures
    .split(/[,;|\n]/u)
    .map((name) => name.trim())
    .filter(Boolean);
  if (pictureNames.length > AUCTION_IMAGES_MAX) {
    faults.push({
      column: 'pictures',
      message: `사진은 ${AUCTION_IMAGES_MAX}장까지 올릴 수 있어요.`,
    });
  }
  const { listing, contractFaults } = checked(candidate);
  const all = onePerColumn([...missingFaults(cells), ...faults, ...contractFaults]);
  return { listing: all.length === 0 ? listing : null, pictureNames, faults: all };
}

const YES = ['예', '네', 'y', 'yes', 'o', '○', 'true', '1'];
const NO = ['아니요', '아니오', 'n', 'no', 'x', '×', 'false', '0'];
const EXTENSION_CELLS = { auto: YES, none: NO } as const;
const ON_DEFAULT_CELLS = {
  'second-chance': ['차순위 제안', '차순위'],
  relist: ['다시 올리기', '돌려받아 다시 올리기'],
} as const;

function goodDate(cell: string, firstSaleDate: string): Reading<string | undefined> {
  const { value, fault } = readDate(cell);
  if (fault !== undefined) return { fault };
  if (value === undefined) return { value };
  if (!isCalendarDate(value)) return { fault: '달력에 있는 날짜를 적어 주세요.' };
  // Dates of this form are in order as texts are.
  if (value >= firstSaleDate) return { value };
  return { fault: '오전 9시가 이미 지난 날이에요. 다른 날을 적어 주세요.' };
}

type Candidate = Parameters<typeof faultsInAmounts>[0];

function checked(candidate: Candidate): {
  listing: NewAuction | null;
  contractFaults: CellFault[];
} {
  const { success, data, error } = createAuction.body.safeParse(candidate);
  if (success) return { listing: data, contractFaults: [] };
  // While a field cannot be read the contract says nothing of what lies between the others.
  const found = [...error.issues, ...faultsInAmounts(candidate).map(asIssue)];
  const contractFaults = found.map(({ path: [field], message }) => ({
    column: columnOfField(String(field)),
    message: HANGUL.test(message) ? message : '쓸 수 없는 값이에요.',
  }));
  return { listing: null, contractFaults };
}

function asIssue({ path, message }: { path: string; message: string }) {
  return { path: [path], message };
}

/** The column in which a field of the contract stands, by its path. */
export function columnOfField(path: string): BulkColumnId {
  const [field = ''] = path.split('.');
  return COLUMN_OF[field] ?? BULK_COLUMNS.find(({ id }) => id === field)?.id ?? 'title';
}

function missingFaults(cells: BulkCells): CellFault[] {
  return BULK_COLUMNS.filter(({ id, isNeeded }) => isNeeded && cells[id] === '').map(({ id }) => ({
    column: id,
    message: '칸이 비어 있어요.',
  }));
}

/** The first thing that is wrong with a cell is what to mend first. */
function onePerColumn(faults: readonly CellFault[]): CellFault[] {
  const byColumn = new Map(faults.toReversed().map((fault) => [fault.column, fault]));
  return BULK_COLUMNS.flatMap(({ id }) => byColumn.get(id) ?? []);
}
