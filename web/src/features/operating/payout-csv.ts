import { BANKS } from '@sagopalgo/core/contracts/addresses.ts';
import { csvText } from '@sagopalgo/core/rules/csv.ts';
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
/** Payouts as a table for spreadsheets. What people wrote is text there, never a formula. */
export function payoutsCsv(payouts: readonly Payout[]): string {
  return csvText([HEAD, ...payouts.map(cellsOf)]);
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
