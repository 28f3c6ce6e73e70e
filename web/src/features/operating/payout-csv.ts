import { BANKS } from '@sagopalgo/core/contracts/addresses.ts';
import { formatMoment } from '../../lib/format.ts';
import type { Payout } from './use-operating.ts';

const HEAD = [
  '지급 번호',
  '주문 번호',
  '판매자',
  '은행',
  '계좌번호',
  '예금주',
  '금액(원)',
  '지급한 때',
];
/** Tells spreadsheets that it is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
/** What a spreadsheet would take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Payouts as a table for spreadsheets. What people wrote is text there, never a formula. */
export function payoutsCsv(payouts: readonly Payout[]): string {
  const lines = [HEAD, ...payouts.map(cellsOf)].map((cells) => cells.map(quoted).join(','));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

/** One payout as it is pasted into a bank's form. */
export function payoutText({ bank, accountNumber, holderName, amountKrw }: Payout): string {
  return [BANKS[bank] ?? bank, accountNumber, holderName, amountKrw].join(' ');
}

function cellsOf(payout: Payout): string[] {
  const { payoutId, orderId, sellerNickname, bank, accountNumber, holderName } = payout;
  return [
    ...[payoutId, orderId, sellerNickname, BANKS[bank] ?? bank, accountNumber, holderName],
    ...[String(payout.amountKrw), formatMoment(payout.createdAtMs)],
  ];
}

function quoted(cell: string): string {
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
