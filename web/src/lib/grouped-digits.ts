const AMOUNT_DIGITS_MAX = 13;
const grouped = new Intl.NumberFormat('ko-KR');

/**
 * What was typed or pasted as whole won: full-width digits are digits, what follows a point is less than
 * a won, everything else is ignored; null when there are no digits.
 */
export function parseAmount(text: string): number | null {
  const digits = text
    .normalize('NFKC')
    .replace(/\..*$/s, '')
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

/**
 * What stands in the field after an edit that reached only a comma, which would come straight back: the
 * digit beside it goes in its place. Any other edit stands as it was made.
 */
export function afterEdit(
  text: string,
  caret: number,
  { shownBefore, inputType }: { shownBefore: string; inputType: string },
): { text: string; caret: number } {
  const isCommaOnly =
    text.length === shownBefore.length - 1 && groupAmount(parseAmount(text)) === shownBefore;
  if (isCommaOnly && inputType === 'deleteContentBackward') {
    return { text: text.slice(0, caret - 1) + text.slice(caret), caret: caret - 1 };
  }
  if (isCommaOnly && inputType === 'deleteContentForward') {
    return { text: text.slice(0, caret) + text.slice(caret + 1), caret };
  }
  return { text, caret };
}
