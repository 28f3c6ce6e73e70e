import { parseArgs } from 'node:util';
import { CAP_MAX_KRW, faultInSteps, fixedUnit } from '@sagopalgo/core/rules/bid-steps.ts';
import type { BidSteps } from '@sagopalgo/core/rules/bid-steps.ts';

const UNITS_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const AHEAD_MAX_MS = 30 * 86_400_000;

/** What `npm run demo-auction` was asked for. Times in milliseconds from now, money in won. */
export interface DemoAuctionOptions {
  opensInMs: number;
  closesInMs: number;
  startKrw: number;
  steps: BidSteps;
  capKrw: number;
  /** Hidden; null for none. */
  reserveKrw: number | null;
  buyNowKrw: number | null;
  extension: 'none' | 'auto';
  sellerEmail: string;
}

/** Reads the command line; throws a sentence that says what is wrong with it. */
export function readDemoAuctionOptions(args: string[]): DemoAuctionOptions {
  const given = parse(args);
  const opensInMs = durationMs('--opens-in', given['opens-in'] ?? '0s');
  const closesInMs = durationMs('--closes-in', given['closes-in'] ?? '20s');
  if (closesInMs <= opensInMs) throw new Error('--closes-in must be later than --opens-in.');
  const startKrw = won('--start', given.start ?? '1000');
  const capKrw = given.cap === undefined ? CAP_MAX_KRW : won('--cap', given.cap);
  if (capKrw < startKrw) throw new Error('--cap must not be below --start.');
  const sellerEmail = (given.seller ?? 'seller1@demo.test').toLowerCase();
  const amounts = { startKrw, steps: stepsOf(given), capKrw, ...hiddenAmounts(given, startKrw) };
  checkOrder(amounts);
  return { opensInMs, closesInMs, ...amounts, extension: extensionOf(given), sellerEmail };
}

function hiddenAmounts(given: ReturnType<typeof parse>, startKrw: number) {
  const reserveKrw = given.reserve === undefined ? null : won('--reserve', given.reserve);
  const buyNowKrw = given['buy-now'] === undefined ? null : won('--buy-now', given['buy-now']);
  if (reserveKrw !== null && reserveKrw <= startKrw) {
    throw new Error('--reserve must be above --start.');
  }
  if (buyNowKrw !== null && buyNowKrw <= startKrw) {
    throw new Error('--buy-now must be above --start.');
  }
  return { reserveKrw, buyNowKrw };
}

function checkOrder({
  capKrw,
  reserveKrw,
  buyNowKrw,
}: Pick<DemoAuctionOptions, 'capKrw' | 'reserveKrw' | 'buyNowKrw'>): void {
  if ((reserveKrw ?? 0) > capKrw) throw new Error('--reserve must not be above --cap.');
  if ((buyNowKrw ?? 0) > capKrw) throw new Error('--buy-now must not be above --cap.');
  if (buyNowKrw !== null && buyNowKrw < (reserveKrw ?? 0)) {
    throw new Error('--buy-now must not be below --reserve.');
  }
}

function extensionOf({ extension = 'none' }: ReturnType<typeof parse>): 'none' | 'auto' {
  if (extension === 'none' || extension === 'auto') return extension;
  throw new Error(`--extension must be none or auto, not "${extension}".`);
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const names = {
    'opens-in': text,
    'closes-in': text,
    start: text,
    unit: text,
    steps: text,
    cap: text,
    reserve: text,
    'buy-now': text,
    extension: text,
    seller: text,
  };
  try {
    return parseArgs({ args, options: names, allowPositionals: false }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const known = Object.keys(names).map((name) => `--${name}`);
    throw new Error(`${reason} (known: ${known.join(' ')})`, { cause: error });
  }
}

function durationMs(name: string, text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(amount) * (UNITS_MS[unit] ?? Number.NaN);
  if (amount !== '' && ms <= AHEAD_MAX_MS) return ms;
  throw new Error(`${name} must be a time such as 20s, 5m or 1h, not "${text}".`);
}

function won(name: string, text: string): number {
  const amountKrw = /^\d{1,13}$/.test(text) ? Number(text) : 0;
  if (amountKrw >= 1 && amountKrw <= CAP_MAX_KRW) return amountKrw;
  throw new Error(`${name} must be whole won from 1 to ${CAP_MAX_KRW}, not "${text}".`);
}

function stepsOf({ unit, steps }: { unit?: string | undefined; steps?: string | undefined }) {
  if (steps === undefined) return fixedUnit(won('--unit', unit ?? '100'));
  if (unit !== undefined) throw new Error('--unit and --steps exclude each other.');
  const rows = rowsOf(steps);
  const fault = rows === null ? 'it is not a list of [fromKrw, stepKrw]' : faultInSteps(rows);
  if (rows !== null && fault === null) return rows;
  throw new Error(`--steps must be like [[0,100],[10000,500]]: ${fault}.`);
}

function rowsOf(text: string): BidSteps | null {
  try {
    const rows: unknown = JSON.parse(text);
    const isRow = (row: unknown): row is [number, number] =>
      Array.isArray(row) && row.length === 2 && row.every((cell) => isWon(cell));
    return Array.isArray(rows) && rows.every(isRow) ? rows : null;
  } catch {
    return null;
  }
}

function isWon(cell: unknown): boolean {
  return Number.isSafeInteger(cell) && Number(cell) >= 0 && Number(cell) <= CAP_MAX_KRW;
}
