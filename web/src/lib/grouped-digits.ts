const AMOUNT_DIGITS_MAX = 13;
const grouped = new Intl.NumberFormat('ko-KR');

/** What was typed as whole won: everything but digits ignored; null when there are none. */
export function parseAmount(text: string): number | null {
  const digits = text
    .replace(/\D/g, '')
    .replace(/^0+(?=\d)/, '')
    .slice(0, AMOUNT_DIGITS_MAX);
  return digits === '' ? null : Number(digits);
}

/** `4400000` as `4,400,000`, nothing as an empty field. */
export function groupAmount(amountKrw: number | null): string {
  return amountKrw === null ? '' : grouped.format(amountKrw);
}

/**
 * Where the caret goes when `text` was typed with the caret at `caret` and is then grouped: behind the
 * same number of digits, counted from the right, so that commas that come and go do not move it.
 */
export function caretAfterGrouping(text: string, caret: number, groupedText: string): number {
  const digitsBehind = text.slice(caret).replace(/\D/g, '').length;
  let at = groupedText.length;
  for (let seen = 0; seen < digitsBehind && at > 0; at -= 1) {
    if (/\d/.test(groupedText[at - 1] ?? '')) seen += 1;
  }
  return at;
}
