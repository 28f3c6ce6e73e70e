import { randomUUID } from 'node:crypto';
import { closingMomentMs, kstDate, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ARN = 'arn:aws:scheduler:ap-northeast-2:000000000000:schedule/sagopalgo';

/** The schedules that go by the clock alone, earliest of the day first. */
const SCHEDULES = [
  'daily-clearing',
  'daily-opening',
  'daily-closing',
  'daily-reconciliation',
  'sweep',
] as const;
/** At 04:00, when the fewest people sign in. */
const CLEARS_BEFORE_OPENING_MS = 300 * MINUTE_MS;
/** By then the longest extension of the day is over. */
const RECONCILES_AFTER_MS = 60 * MINUTE_MS;

/** What wakes the Lambdas: the day's two moments, every minute, and auctions with hours of their own. */
export type ScheduleName = (typeof SCHEDULES)[number] | 'own-opening' | 'own-closing';

/** What EventBridge Scheduler hands to a Lambda. */
export interface ScheduledEvent {
  version: '0';
  id: string;
  'detail-type': 'Scheduled Event';
  source: 'aws.scheduler';
  account: string;
  /** ISO 8601, to the second. */
  time: string;
  region: string;
  resources: [scheduleArn: string];
  detail: Record<string, never>;
}

/**
 * The schedules that came due after `afterMs` and up to `untilMs` (UTC milliseconds), with their
 * latest moment. Each is there once, however long the stretch; a clock set back makes nothing due.
 */
export function dueSchedules(
  afterMs: number,
  untilMs: number,
): { name: ScheduleName; atMs: number }[] {
  return SCHEDULES.map((name) => ({ name, atMs: latestMomentMs(name, untilMs) }))
    .filter(({ atMs }) => atMs > afterMs)
    .toSorted((a, b) => a.atMs - b.atMs);
}

/** The event that a schedule sends at `atMs`, with an id of its own each time. */
export function scheduledEvent(name: ScheduleName, atMs: number): ScheduledEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: '000000000000',
    time: new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: 'ap-northeast-2',
    resources: [`${ARN}/${name}`],
    detail: {},
  };
}

const MOMENTS = {
  'daily-clearing': (saleDate: string) => openingMomentMs(saleDate) - CLEARS_BEFORE_OPENING_MS,
  'daily-opening': openingMomentMs,
  'daily-closing': closingMomentMs,
  'daily-reconciliation': (saleDate: string) => closingMomentMs(saleDate) + RECONCILES_AFTER_MS,
} as const;

function latestMomentMs(name: (typeof SCHEDULES)[number], untilMs: number): number {
  if (name === 'sweep') return Math.floor(untilMs / MINUTE_MS) * MINUTE_MS;
  const momentMs = MOMENTS[name];
  const todayMs = momentMs(kstDate(untilMs));
  return todayMs <= untilMs ? todayMs : momentMs(kstDate(untilMs - DAY_MS));
}
