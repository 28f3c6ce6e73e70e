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

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
/** Tells a spreadsheet that the text is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Transfers as CSV (RFC 4180): every field in quotes, and none that a spreadsheet would calculate. */
export function payoutsCsv(transfers: readonly Transfer[]): string {
  const rows = transfers.map((transfer) => COLUMNS.map((column) => field(transfer[column])));
  const lines = [COLUMNS.map(field), ...rows].map((fields) => `${fields.join(',')}\r\n`);
  return BYTE_ORDER_MARK + lines.join('');
}

// People write their names and their accounts' holders themselves.
function field(value: string | number): string {
  const text = String(value).trimStart();
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
