const GROUPS = ['', '만', '억', '조'] as const;
const PLACES = ['', '십', '백', '천'] as const;
const DIGITS = ['', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'] as const;
const GROUP_SIZE = 10_000;

const grouped = new Intl.NumberFormat('ko-KR');

/** `4400000` as `4,400,000원`. Whole won only. */
export function formatKrw(amountKrw: number): string {
  return `${grouped.format(amountKrw)}원`;
}

/** `4400000` as `사백사십만 원`, so that a missing or doubled zero is heard. 1 to 9999조 won. */
export function krwInWords(amountKrw: number): string {
  if (!Number.isSafeInteger(amountKrw) || amountKrw < 1) {
    throw new RangeError(`no words for ${amountKrw} won`);
  }
  const words: string[] = [];
  let rest = amountKrw;
  for (const unit of GROUPS) {
    const group = rest % GROUP_SIZE;
    if (group > 0) words.unshift(`${groupInWords(group, unit)}${unit}`);
    rest = Math.floor(rest / GROUP_SIZE);
  }
  if (rest > 0) throw new RangeError(`no words for ${amountKrw} won`);
  return `${words.join(' ')} 원`;
}

function groupInWords(group: number, unit: string): string {
  // Koreans say 만, not 일만, when ten thousand is the whole group.
  if (group === 1 && unit === '만') return '';
  const digits = String(group).split('').toReversed();
  return digits
    .map((digit, place) => placeInWords(Number(digit), place))
    .toReversed()
    .join('');
}

function placeInWords(digit: number, place: number): string {
  if (digit === 0) return '';
  const spoken = digit === 1 && place > 0 ? '' : DIGITS[digit];
  return `${spoken}${PLACES[place]}`;
}
