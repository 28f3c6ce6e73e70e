import { closingMomentMs, kstMidnightMs, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';

const SOME_DAY = '2026-01-01';
const HOUR_MS = 3_600_000;
const HOURS_OF_DAY = 24;
const OPENS_AT = hourOf(openingMomentMs(SOME_DAY));
const CLOSES_AT = hourOf(closingMomentMs(SOME_DAY));
/** At 04:00, when the fewest people are there. */
const CLEARS_AT = OPENS_AT - 5;
/** By then the longest extension of the day is over. */
const RECONCILES_AT = CLOSES_AT + 1;

/** The hours that a schedule is written in. */
export const TIME_ZONE = 'Asia/Seoul';

/** Every minute of the whole day: auctions may have hours of their own, and a closing may move past 18:00. */
const EACH_MINUTE = 'cron(* * * * ? *)';

/** When a function is woken. */
export interface Rhythm {
  name: string;
  expression: string;
}

/** What a function has to reach. */
export type Needs = 'stores' | 'pictures';

/**
 * What a function may know beyond the way to what it has to reach: the key that heads are signed with, Toss's, the mail
 * server's, Elasticsearch's, the one for pushes; and where the page is.
 */
export type Trust = 'signing' | 'toss' | 'mail' | 'search' | 'page' | 'push';

/** One function: where its code is, what wakes it, what it may take. */
export interface LambdaPlan {
  name: string;
  /** The folder in lambdas/src. */
  folder: string;
  /** The name under which its handler.ts exports it. */
  door: string;
  needs: Needs;
  trust: readonly Trust[];
  rhythms: readonly Rhythm[];
  /** Woken by each upload as well. */
  byUploads: boolean;
  timeoutS: number;
  memoryMib: number;
  /**
   * What V8 may take of that for objects that have lived a while; the function ends past it with a stack in its log.
   */
  heapMib: number;
}

/** How Node is started in a function. */
export function nodeOptionsOf({ heapMib }: Pick<LambdaPlan, 'heapMib'>): string {
  return `--enable-source-maps --max-old-space-size=${heapMib}`;
}

/**
 * A round that takes longer than its minute goes on beside the next, which changes nothing. It mostly waits for stores;
 * the memory is as much as a keeper at rest takes, twice over, of which the heap gets two thirds, as that of a room
 * does.
 */
const SWEEP = { timeoutS: 120, memoryMib: 512, heapMib: 341 };
const NIGHTLY = { timeoutS: 600, memoryMib: 512, heapMib: 341 };
/**
 * A picture of 64 million points is opened whole, four bytes each and more than once, outside of the heap, which needs
 * no more than that of any other function and gets a quarter.
 */
const PICTURES = { timeoutS: 120, memoryMib: 2048, heapMib: 512 };

const sweep = { name: 'sweep', expression: EACH_MINUTE };
const opening = { name: 'opening', expression: dailyAt(OPENS_AT) };
const closing = { name: 'closing', expression: dailyAt(CLOSES_AT) };
const clearing = { name: 'clearing', expression: dailyAt(CLEARS_AT) };
const reconciling = { name: 'reconciling', expression: dailyAt(RECONCILES_AT) };

/** Every function there is, one for each door of lambdas/. */
export const LAMBDA_PLANS: readonly LambdaPlan[] = [
  plan('open-auctions', [opening, sweep], SWEEP),
  { ...plan('close-auctions', [closing, sweep], SWEEP), trust: ['signing'] },
  { ...plan('reconcile-payments', [sweep], SWEEP), trust: ['toss'] },
  { ...plan('pay-out-sellers', [sweep], SWEEP), trust: ['toss'] },
  { ...plan('send-mails', [sweep], SWEEP), trust: ['mail'] },
  { ...plan('index-auctions', [sweep], SWEEP), trust: ['search'] },
  { ...plan('hand-out-notices', [sweep], SWEEP), trust: ['page'] },
  { ...plan('send-pushes', [sweep], SWEEP), trust: ['push'] },
  ...[
    ...['record-bids', 'expire-orders', 'advance-orders'],
    ...['write-views', 'tell-ending', 'write-notices'],
  ].map((folder) => plan(folder, [sweep], SWEEP)),
  plan('reconcile', [reconciling], NIGHTLY),
  plan('clear-sessions', [clearing], NIGHTLY),
  plan('clear-webhooks', [clearing], NIGHTLY),
  plan('clear-mails', [clearing], NIGHTLY),
  plan('clear-notices', [clearing], NIGHTLY),
  { ...plan('purge-images', [clearing], NIGHTLY), needs: 'pictures' },
  { ...plan('make-thumbnails', [], PICTURES), needs: 'pictures', byUploads: true },
  {
    ...plan('make-thumbnails', [sweep], PICTURES),
    ...{ name: 'retry-thumbnails', door: 'sweepHandler', needs: 'pictures' },
  },
];

function plan(
  folder: string,
  rhythms: readonly Rhythm[],
  takes: Pick<LambdaPlan, 'timeoutS' | 'memoryMib' | 'heapMib'>,
): LambdaPlan {
  const door = { folder, name: folder, door: 'handler', byUploads: false };
  return { ...door, needs: 'stores', trust: [], rhythms, ...takes };
}

function dailyAt(hour: number): string {
  return `cron(0 ${hour} * * ? *)`;
}

function hourOf(momentMs: number): number {
  return ((momentMs - kstMidnightMs(SOME_DAY)) / HOUR_MS) % HOURS_OF_DAY;
}

/** The folders of lambdas/src that are bundled, each once. */
export const LAMBDA_FOLDERS: readonly string[] = [
  ...new Set(LAMBDA_PLANS.map(({ folder }) => folder)),
];
