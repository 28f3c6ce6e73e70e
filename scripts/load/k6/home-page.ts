// A crowd of visitors who are not signed in: the home page's two lists, then one of its auctions.
import { check } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';
import type { HomePagePlan } from '../k6-plans.ts';

const VISITORS_A_SECOND = 50;
const VISITORS_AT_ONCE = 50;
const LASTS_S = 20;
const WARM_UP_S = 4;
const WARM_UP_VISITORS_A_SECOND = 15;

const plan = JSON.parse(open(__ENV['PLAN'] ?? '')) as HomePagePlan;
const API = `${plan.apiUrl}/api/v1`;

const crowd = {
  executor: 'constant-arrival-rate',
  exec: 'visit',
  rate: VISITORS_A_SECOND,
  timeUnit: '1s',
  preAllocatedVUs: VISITORS_AT_ONCE,
  maxVUs: VISITORS_AT_ONCE,
  gracefulStop: '5s',
} as const;

export const options: Options = {
  scenarios: {
    // The api has just been started: its first seconds are not what visitors find.
    warm_up: { ...crowd, rate: WARM_UP_VISITORS_A_SECOND, duration: `${WARM_UP_S}s` },
    visitors: { ...crowd, duration: `${LASTS_S}s`, startTime: `${WARM_UP_S}s` },
  },
  thresholds: {
    http_req_failed: ['rate==0'],
    checks: ['rate==1'],
    'http_req_duration{scenario:visitors,name:today}': ['p(95)<400', 'p(99)<800'],
    'http_req_duration{scenario:visitors,name:live}': ['p(95)<400', 'p(99)<800'],
    'http_req_duration{scenario:visitors,name:auction}': ['p(95)<400', 'p(99)<800'],
  },
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

export function visit(): void {
  const today = listOf(`${API}/auctions/today`, 'today');
  const live = listOf(`${API}/auctions?state=live`, 'live');
  const shown = [...today, ...live];
  const { auctionId } = shown[Math.floor(Math.random() * shown.length)] ?? { auctionId: 'none' };
  const response = http.get(`${API}/auctions/${auctionId}`, { tags: { name: 'auction' } });
  check(response, {
    'the auction is the one that was asked for': ({ status }) =>
      status === 200 && response.json('auctionId') === auctionId,
  });
}

interface Shown {
  auctionId: string;
}

function listOf(url: string, name: 'today' | 'live'): Shown[] {
  const response = http.get(url, { tags: { name } });
  const items = response.status === 200 ? (response.json('items') as unknown as Shown[]) : [];
  check(items, { 'the list has auctions': (list) => list.length > 0 });
  return items;
}
