import { parseArgs } from 'node:util';

const NAME_MAX = 120;
const REASON_MAX = 500;
const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };
const AHEAD_MAX_MS = 7 * 24 * 3_600_000;
const ON_AUCTIONS = ['extend', 'resume', 'cancel'] as const;
const EMAIL_MAX = 254;

export const OPERATE_USAGE =
  'npm run operate -- <extend|resume|cancel> <auctionId> --by <name> --reason <text> ' +
  '[--until 2026-11-21T18:30:00+09:00 | --for 10m]\n' +
  'npm run operate -- verify-email --email <address> --by <name> --reason <text>\n' +
  'npm run operate -- reindex-search';

interface Word {
  operator: string;
  reason: string;
}

/** What an operator asks for by name and with a reason; `untilMs` is the new closing in UTC milliseconds. */
export type WordedOptions = Word &
  (
    | { action: 'extend'; auctionId: string; untilMs: number }
    | { action: 'resume'; auctionId: string; untilMs: number | null }
    | { action: 'cancel'; auctionId: string }
    | { action: 'verify-email'; email: string }
  );

/** The same, or to have the search's index made anew, which changes nothing of the record. */
export type OperateOptions = WordedOptions | { action: 'reindex-search' };

/** Reads the command line; `--for` counts from now on. Throws a sentence that says what is wrong. */
export function readOperateOptions(args: string[], nowMs: number): OperateOptions {
  const { values, positionals } = parse(args);
  const [name, ...named] = positionals;
  if (name === 'reindex-search' && args.length === 1) return { action: name };
  const untilMs = momentOf(values, nowMs);
  if (name === 'verify-email') return toVerify(values, named, untilMs);
  const action = ON_AUCTIONS.find((known) => known === name);
  const [auctionId, ...more] = named;
  if (!action || auctionId === undefined || more.length > 0) throw new Error(OPERATE_USAGE);
  if (values.email !== undefined) throw new Error(`${action} takes no --email.`);
  const asked = { auctionId, ...wordIn(values) };
  switch (action) {
    case 'extend':
      if (untilMs === null) throw new Error('extend needs --until or --for.');
      return { action, ...asked, untilMs };
    case 'resume':
      return { action, ...asked, untilMs };
    case 'cancel':
      if (untilMs !== null) throw new Error('cancel takes no new closing.');
      return { action, ...asked };
    default:
      return action satisfies never;
  }
}

type Given = ReturnType<typeof parse>['values'];

function toVerify(values: Given, named: string[], untilMs: number | null): OperateOptions {
  if (named.length > 0) throw new Error(OPERATE_USAGE);
  if (untilMs !== null) throw new Error('verify-email takes no moment.');
  const email = wordOf('--email', values.email, EMAIL_MAX).toLowerCase();
  return { action: 'verify-email', email, ...wordIn(values) };
}

function wordIn(values: Given): Word {
  return {
    operator: wordOf('--by', values.by, NAME_MAX),
    reason: wordOf('--reason', values.reason, REASON_MAX),
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { by: text, reason: text, until: text, for: text, email: text };
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n${OPERATE_USAGE}`, { cause: error });
  }
}

const SAYS = { '--by': 'who', '--reason': 'why', '--email': 'whose address' } as const;

function wordOf(name: keyof typeof SAYS, given: string | undefined, lengthMax: number): string {
  const word = given?.trim() ?? '';
  if (word === '') throw new Error(`${name} must say ${SAYS[name]}.`);
  if (word.length > lengthMax) throw new Error(`${name} may have ${lengthMax} characters.`);
  return word;
}

function momentOf(
  given: { until?: string | undefined; for?: string | undefined },
  nowMs: number,
): number | null {
  if (given.until !== undefined && given.for !== undefined) {
    throw new Error('--until and --for exclude each other.');
  }
  if (given.for !== undefined) return nowMs + durationMs(given.for);
  if (given.until === undefined) return null;
  // Without an offset it would be read as the local time of wherever this runs.
  const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(given.until);
  const untilMs = hasOffset ? Date.parse(given.until) : Number.NaN;
  if (untilMs > nowMs && untilMs <= nowMs + AHEAD_MAX_MS) return untilMs;
  throw new Error('--until must be a moment of the next 7 days, like 2026-11-21T18:30:00+09:00.');
}

function durationMs(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = Number(amount) * (UNITS_MS[unit] ?? Number.NaN);
  if (amount !== '' && ms > 0 && ms <= AHEAD_MAX_MS) return ms;
  throw new Error(`--for must be a time such as 90s, 10m or 1h, not "${text}".`);
}
