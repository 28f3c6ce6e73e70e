import { csvText } from '@sagopalgo/core/rules/csv.ts';

/** What one transfer needs. */
export interface Transfer {
  payoutId: string;
  orderId: string;
  sellerNickname: string;
  bank: string;
  bankName: string;
  accountNumber: string;
  holderName: string;
  amountKrw: number;
}

const COLUMNS = [
  'payoutId',
  'bank',
  'bankName',
  'accountNumber',
  'holderName',
  'amountKrw',
  'orderId',
  'sellerNickname',
] as const satisfies readonly (keyof Transfer)[];

/** Transfers as CSV, a line each below the names of the columns. */
export function payoutsCsv(transfers: readonly Transfer[]): string {
  return csvText([
    COLUMNS,
    ...transfers.map((transfer) => COLUMNS.map((column) => transfer[column])),
  ]);
}
