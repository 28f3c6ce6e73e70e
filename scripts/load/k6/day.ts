// A day in small: bids that come too early, the rush at the opening, steady bidding, the rush of the
// last seconds, bids that come too late, and then every auction's result.
import { check, sleep } from 'k6';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import type { Options } from 'k6/options';
import type { DayPlan } from '../k6-plans.ts';
import { placeBid } from './bidding.ts';
import type { AnsweredBid } from './bidding.ts';

const RUSH_MS = 2_000;
const LATE_MS = 1_500;
const RESULTS_WITHIN_MS = 10_000;
const ASK_EVERY_S = 0.1;
const HOT_SHARE = 0.5;

const plan = JSON.parse(open(__ENV['PLAN'] ?? '')) as DayPlan;
const { opensAtMs, closesAtMs, tokens } = plan;
const wanted = plan.auctions.filter(({ isWanted }) => isWanted).map(({ auctionId }) => auctionId);

const early = new Counter('bids_told_too_early');
const late = new Counter('bids_told_too_late');
const resultAfter = new Trend('result_after', true);

const crowd = (exec: string, vus: number) =>
  ({ executor: 'per-vu-iterations', exec, vus, iterations: 1, maxDuration: '60s' }) as const;

export const options: Options = {
  scenarios: {
    early: crowd('bidTooEarly', 10),
    opening: crowd('rushAtOpening', 30),
    steady: crowd('bidSteadily', 20),
    last: crowd('rushAtClosing', 30),
    results: crowd('awaitResults', 1),
  },
  thresholds: {
    http_req_failed: ['rate==0'],
    checks: ['rate==1'],
    bids_told_too_early: ['count>0'],
    bids_told_too_late: ['count>0'],
    result_after: [`max<${RESULTS_WITHIN_MS}`],
    'http_req_duration{scenario:opening}': ['p(95)<500', 'p(99)<1000'],
    'http_req_duration{scenario:steady}': ['p(95)<300', 'p(99)<600'],
    'http_req_duration{scenario:last}': ['p(95)<500', 'p(99)<1000'],
  },
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

export function bidTooEarly(): void {
  bidUntil(opensAtMs, 200);
}

export function rushAtOpening(): void {
  // From a moment before, so that bids cross the opening itself.
  waitUntil(opensAtMs - 50);
  bidUntil(opensAtMs + RUSH_MS, 40);
}

export function bidSteadily(): void {
  waitUntil(opensAtMs + RUSH_MS);
  bidUntil(closesAtMs - RUSH_MS, 200);
}

export function rushAtClosing(): void {
  waitUntil(closesAtMs - RUSH_MS);
  bidUntil(closesAtMs + LATE_MS, 40);
}

/** Asks for every auction again and again after the closing, until it has its result. */
export function awaitResults(): void {
  waitUntil(closesAtMs);
  let pending = plan.auctions;
  while (pending.length > 0 && Date.now() < closesAtMs + RESULTS_WITHIN_MS) {
    pending = pending.filter((auction) => !hasResult(auction));
    sleep(ASK_EVERY_S);
  }
  check(pending, { 'every auction has its result in time': ({ length }) => length === 0 });
}

function bidUntil(untilMs: number, pauseMs: number): void {
  while (Date.now() < untilMs) {
    const bid = placeBid(plan, oneOf(tokens), chosenAuction());
    if (bid.verdict === 'AUCTION_NOT_OPEN') early.add(1);
    if (bid.verdict === 'AUCTION_CLOSED') late.add(1);
    check(bid, { 'the moment decides': isTimelyVerdict });
    // Uneven, as people are.
    sleep((pauseMs * (0.5 + Math.random())) / 1_000);
  }
}

// The judge decided some time between sending and answer, by the same machine's clock.
function isTimelyVerdict(bid: AnsweredBid): boolean {
  const { verdict, sentAtMs, answeredAtMs, opensInMs = -1, lateByMs = -1 } = bid;
  switch (verdict) {
    case 'AUCTION_NOT_OPEN':
      return opensInMs > 0 && isBetween(sentAtMs, opensAtMs - opensInMs, answeredAtMs);
    case 'AUCTION_CLOSED':
      return lateByMs >= 0 && isBetween(sentAtMs, closesAtMs + lateByMs, answeredAtMs);
    default:
      return answeredAtMs >= opensAtMs && sentAtMs < closesAtMs && isAcceptedInTime(bid);
  }
}

function isAcceptedInTime({ verdict, acceptedAtMs = 0 }: AnsweredBid): boolean {
  return verdict !== 'ACCEPTED' || (acceptedAtMs >= opensAtMs && acceptedAtMs < closesAtMs);
}

function isBetween(fromMs: number, atMs: number, toMs: number): boolean {
  return atMs >= fromMs && atMs <= toMs;
}

function hasResult({ auctionId, ends }: DayPlan['auctions'][number]): boolean {
  const url = `${plan.apiUrl}/api/v1/auctions/${auctionId}`;
  const response = http.get(url, {
    tags: { name: 'result' },
    responseCallback: http.expectedStatuses(200),
  });
  if (response.status !== 200) return false;
  const { state, bidCount } = response.json() as unknown as Ended;
  if (state === 'closed') return false;
  resultAfter.add(Date.now() - closesAtMs);
  // Also says that it is never shown as live after its closing.
  check(state, { 'the result is the right one': (told) => told === ends });
  check(bidCount, { 'a sold auction has bids': (bids) => ends === 'unsold' || bids > 0 });
  return true;
}

interface Ended {
  state: string;
  bidCount: number;
}

function chosenAuction(): string {
  return Math.random() < HOT_SHARE ? (wanted[0] ?? '') : oneOf(wanted);
}

function oneOf(choices: readonly string[]): string {
  return choices[Math.floor(Math.random() * choices.length)] ?? '';
}

function waitUntil(atMs: number): void {
  sleep(Math.max(0, atMs - Date.now()) / 1_000);
}
