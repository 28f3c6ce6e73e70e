// Many signed-in bidders at a steady rate, on one hot auction and then on fifty others.
import type { Options } from 'k6/options';
import type { BidRushPlan } from '../k6-plans.ts';
import { placeBid } from './bidding.ts';

const BIDS_A_SECOND = 400;
const EACH_S = 10;
const PAUSE_S = 2;
const WARM_UP_S = 4;
const WARM_UP_BIDS_A_SECOND = 100;
const BIDDERS_AT_ONCE = 64;

const plan = JSON.parse(open(__ENV['PLAN'] ?? '')) as BidRushPlan;

const rush = {
  executor: 'constant-arrival-rate',
  rate: BIDS_A_SECOND,
  timeUnit: '1s',
  duration: `${EACH_S}s`,
  preAllocatedVUs: BIDDERS_AT_ONCE,
  maxVUs: BIDDERS_AT_ONCE,
  gracefulStop: '5s',
} as const;

export const options: Options = {
  scenarios: {
    // The api has just been started: whoever came first would pay for that.
    warm_up: { ...rush, exec: 'bidSpread', rate: WARM_UP_BIDS_A_SECOND, duration: `${WARM_UP_S}s` },
    hot: { ...rush, exec: 'bidHot', startTime: `${WARM_UP_S}s` },
    spread: { ...rush, exec: 'bidSpread', startTime: `${WARM_UP_S + EACH_S + PAUSE_S}s` },
  },
  thresholds: {
    http_req_failed: ['rate==0'],
    checks: ['rate==1'],
    bids_accepted: ['count>0'],
    'http_req_duration{scenario:hot}': ['p(95)<250', 'p(99)<500'],
    'http_req_duration{scenario:spread}': ['p(95)<250', 'p(99)<500'],
  },
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

export function bidHot(): void {
  bidOnOneOf(plan.hotAuctionIds);
}

export function bidSpread(): void {
  bidOnOneOf(plan.spreadAuctionIds);
}

function bidOnOneOf(auctionIds: readonly string[]): void {
  placeBid(plan, oneOf(plan.tokens), oneOf(auctionIds));
}

function oneOf(choices: readonly string[]): string {
  return choices[Math.floor(Math.random() * choices.length)] ?? '';
}
