import { csvText } from '@sagopalgo/core/rules/csv.ts';
import { auctionPath } from '../../lib/paths.ts';
import { BULK_COLUMNS } from './bulk-columns.ts';
import type { BulkRow, RowState } from './bulk-row.ts';
import { isListed, sentencesOf, stateOf } from './bulk-row.ts';

/** How a row stands, as people read it. */
export const ROW_STATE_WORDS: Record<RowState, string> = {
  wrong: '고칠 곳이 있어요',
  sound: '올릴 수 있어요',
  sending: '올리는 중',
  listed: '올렸어요',
  before: '전에 올렸어요',
  refused: '올리지 못했어요',
};

/** A table to begin with: the columns' names and one example. */
export function templateCsv(saleDate: string): string {
  const example = BULK_COLUMNS.map((column) =>
    column.id === 'saleDate' ? saleDate : column.example,
  );
  return csvText([BULK_COLUMNS.map(({ name }) => name), example]);
}

/** What became of each row, as a table. */
export function reportCsv(rows: readonly BulkRow[], origin: string): string {
  const lines = rows.map((row) => [
    ...[row.number, row.title, ROW_STATE_WORDS[stateOf(row)], sentencesOf(row).join(' ')],
    isListed(row.result) ? origin + auctionPath(row.result.auctionId) : '',
  ]);
  return csvText([['줄', '제목', '결과', '알림', '경매 주소'], ...lines]);
}
