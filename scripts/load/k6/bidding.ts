import { check } from 'k6';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const START_KRW = 1_000;
const EXTRA_MAX_KRW = 10;
const AUTO_EXTRA_MAX_KRW = 100;
const AUTO_SHARE = 0.25;
const OUTCOMES = ['leading', 'outbid', 'raised'];
/** What an honest bidder of a load test may be told. */
const REFUSALS = [
  'BID_TOO_LOW',
  'ALREADY_LEADING',
  'NOT_ABOVE_OWN_MAX',
  'AUCTION_NOT_OPEN',
  'AUCTION_CLOSED',
  'RATE_LIMITED',
];

// Any other status counts as failed.
http.setResponseCallback(http.expectedStatuses(201, 409, 429));
const accepted = new Counter('bids_accepted');
const acceptedAs = new Map(
  OUTCOMES.map((outcome) => [outcome, new Counter(`accepted_${outcome}`)]),
);
const refused = new Map(REFUSALS.map((code) => [code, new Counter(`refused_${code}`)]));

/** Where bids go; `opensAtMs` is when its auctions open, in UTC milliseconds. */
export interface Sale {
  apiUrl: string;
  opensAtMs: number;
}

/** One bid and what came of it. Times are UTC milliseconds of this machine, as Redis's are. */
export interface AnsweredBid {
  sentAtMs: number;
  answeredAtMs: number;
  /** ACCEPTED, or the code it was refused with; UNFORESEEN for anything else. */
  verdict: string;
  acceptedAtMs: number | undefined;
  opensInMs?: number;
  lateByMs?: number;
}

/** Sends one bid, exact or automatic. */
export function placeBid({ apiUrl, opensAtMs }: Sale, token: string, auctionId: string) {
  const bid = nextBid(opensAtMs);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const sentAtMs = Date.now();
  const response = http.post(`${apiUrl}/api/v1/auctions/${auctionId}/bids`, JSON.stringify(bid), {
    headers,
    tags: { name: 'bid' },
  });
  const answeredAtMs = Date.now();
  const answer = readAnswer(response.body);
  count(response.status, answer);
  check(answer, {
    'an answer there may be': ({ code, outcome }) =>
      response.status === 201 ? acceptedAs.has(outcome ?? '') : refused.has(code ?? ''),
    'an accepted bid is this bid': ({ bidId }) => response.status !== 201 || bidId === bid.bidId,
  });
  const verdict = response.status === 201 ? 'ACCEPTED' : (answer.code ?? 'UNFORESEEN');
  const { acceptedAtMs, detail = {} } = answer;
  return { sentAtMs, answeredAtMs, verdict, acceptedAtMs, ...detail } satisfies AnsweredBid;
}

interface Answer {
  bidId?: string;
  outcome?: string;
  code?: string;
  acceptedAtMs?: number;
  detail?: { opensInMs?: number; lateByMs?: number };
}

// Virtual users share nothing but the clock: a won more each millisecond, so that whoever bids later
// bids more, as people do who see the price, and only bids at about the same time race.
function nextBid(opensAtMs: number) {
  const aboutKrw = START_KRW + Math.max(0, Date.now() - opensAtMs);
  const bidId = crypto.randomUUID();
  if (Math.random() < AUTO_SHARE) {
    return { bidId, kind: 'auto', maxKrw: aboutKrw + upTo(AUTO_EXTRA_MAX_KRW) };
  }
  const amountKrw = aboutKrw + upTo(EXTRA_MAX_KRW);
  return { bidId, kind: 'exact', amountKrw, confirmed: true };
}

function count(status: number, { outcome = '', code = '' }: Answer): void {
  if (status === 201) {
    accepted.add(1);
    acceptedAs.get(outcome)?.add(1);
  } else refused.get(code)?.add(1);
}

function upTo(max: number): number {
  return Math.floor(Math.random() * (max + 1));
}

// A connection that broke has no body; its status fails the run already.
function readAnswer(body: unknown): Answer {
  return typeof body === 'string' && body.startsWith('{') ? (JSON.parse(body) as Answer) : {};
}
