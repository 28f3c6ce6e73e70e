import { CAP_MAX_KRW, STEP_ROWS_MAX } from '@sagopalgo/core/rules/bid-steps.ts';
import { krwInWords } from '@sagopalgo/core/rules/won.ts';

/** A cell as a value, or what is wrong with it. */
export type Reading<Value> = { value: Value; fault?: never } | { value?: never; fault: string };

const DATE = /^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?$/u;

/** Whole won, grouped or not, with or without its sign; nothing when the cell is empty. */
export function readAmount(cell: string): Reading<number | undefined> {
  const digits = cell.normalize('NFKC').replace(/[,\s원₩]/gu, '');
  if (digits === '') return { value: undefined };
  if (!/^\d{1,15}$/.test(digits)) return { fault: '원 단위 숫자로 적어 주세요.' };
  const amountKrw = Number(digits);
  if (amountKrw === 0) return { fault: '1원 이상으로 적어 주세요.' };
  if (amountKrw > CAP_MAX_KRW) return { fault: `${krwInWords(CAP_MAX_KRW)}까지 적을 수 있어요.` };
  return { value: amountKrw };
}

/** `5000`, or from which price on how much: `0:5000 500000:10000`. */
export function readUnit(
  cell: string,
): Reading<{ bidUnitKrw?: number; steps?: [number, number][] } | undefined> {
  if (!/[:：]/u.test(cell)) {
    const { value, fault } = readAmount(cell);
    if (fault !== undefined) return { fault };
    return { value: value === undefined ? undefined : { bidUnitKrw: value } };
  }
  const pairs = cell
    .normalize('NFKC')
    .replaceAll(/\s*:\s*/gu, ':')
    .split(/[\s;]+/u)
    .filter(Boolean);
  if (pairs.length > STEP_ROWS_MAX)
    return { fault: `구간은 ${STEP_ROWS_MAX}개까지 적을 수 있어요.` };
  const steps: [number, number][] = [];
  for (const pair of pairs) {
    const [from = '', step = '', ...more] = pair.split(':');
    const fromKrw = /^0+$/.test(from) ? { value: 0 } : readAmount(from);
    const stepKrw = readAmount(step);
    if (fromKrw.value === undefined || stepKrw.value === undefined || more.length > 0) {
      return { fault: '‘0:5000 500000:10000’처럼 적어 주세요.' };
    }
    steps.push([fromKrw.value, stepKrw.value]);
  }
  return { value: { steps } };
}

/** `2026-11-30`, `2026. 11. 30.`, `2026/11/30` as the first of them. */
export function readDate(cell: string): Reading<string | undefined> {
  if (cell === '') return { value: undefined };
  const [, year = '', month = '', day = ''] = DATE.exec(cell.normalize('NFKC')) ?? [];
  if (year === '') return { fault: '2026-11-30처럼 적어 주세요.' };
  return { value: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` };
}

/** One of several choices, each with the words for it; `otherwise` when the cell is empty. */
export function readChoice<Choice extends string>(
  cell: string,
  words: Record<Choice, readonly string[]>,
  otherwise: Choice,
): Reading<Choice> {
  const said = cell.toLowerCase().replace(/\s+/gu, ' ');
  if (said === '') return { value: otherwise };
  const choices = Object.keys(words) as Choice[];
  const value = choices.find((choice) => words[choice].includes(said));
  if (value !== undefined) return { value };
  const known = choices.map((choice) => `‘${words[choice][0] ?? ''}’`).join(' 또는 ');
  return { fault: `${known}(으)로 적어 주세요.` };
}
