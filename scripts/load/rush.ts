import { randomUUID } from 'node:crypto';
import { openLane } from './lane.ts';
import { keepLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';

const ANSWERS_MAX = 2_000_000;
const ACCEPTED = 201;
const REFUSED = 409;
const MINIMUM = /"minimumKrw":(\d+)/;

/** Somebody who bids in a load test. */
export interface Bidder {
  userId: string;
  token: string;
}

/** Who bids on what, where and for how long. */
export interface RushPlan {
  /** Where the server listens, one port for each of its processes; bidders spread over them evenly. */
  ports: readonly number[];
  /** One connection each, each bidding as fast as it is answered. */
  bidders: readonly Bidder[];
  /** Bid on by turns. */
  auctionIds: readonly string[];
  startKrw: number;
  /** Everybody bids the next price they know of, so that many bid the same; else each their own. */
  isTied: boolean;
  /** Not measured. */
  warmUpMs: number;
  forMs: number;
}

/** What a rush came to, the warm-up apart. */
export interface RushResult {
  judgedPerSecond: number;
  acceptedPerSecond: number;
  p50Us: number;
  p99Us: number;
  /** Every answer the bidders got, those of the warm-up too. */
  answers: number;
  /** Every promise the bidders got, those of the warm-up too. */
  ledger: Ledger;
}

/**
 * Lets every bidder bid one won above the last price that anybody bid, as fast as each is answered.
 * Throws on an answer that is neither an acceptance nor a refusal of the judge.
 */
export async function rush(plan: RushPlan): Promise<RushResult> {
  const under = begin(plan);
  const { bidders, ports } = plan;
  await Promise.all(
    bidders.map((bidder, index) => keepBidding(under, bidder, ports[index % ports.length] ?? 0)),
  );
  const { accepted, answered, latenciesUs, ledger } = under;
  const sorted = latenciesUs.subarray(0, answered).toSorted();
  const percentile = (share: number): number => sorted[Math.floor(answered * share)] ?? 0;
  return {
    judgedPerSecond: answered / (plan.forMs / 1000),
    acceptedPerSecond: accepted / (plan.forMs / 1000),
    p50Us: percentile(0.5),
    p99Us: percentile(0.99),
    answers: under.answers,
    ledger,
  };
}

/** A rush while it goes on; shared by its bidders. */
interface RushUnderWay {
  plan: RushPlan;
  ledger: Ledger;
  /** What was last bid, by auction. */
  bidKrw: Map<string, number>;
  turn: number;
  measuredFromMs: number;
  endsAtMs: number;
  answers: number;
  answered: number;
  accepted: number;
  latenciesUs: Float64Array;
}

function begin(plan: RushPlan): RushUnderWay {
  const measuredFromMs = performance.now() + plan.warmUpMs;
  return {
    plan,
    ledger: keepLedger(),
    bidKrw: new Map(plan.auctionIds.map((auctionId) => [auctionId, plan.startKrw])),
    turn: 0,
    measuredFromMs,
    endsAtMs: measuredFromMs + plan.forMs,
    answers: 0,
    answered: 0,
    accepted: 0,
    latenciesUs: new Float64Array(ANSWERS_MAX),
  };
}

function keepBidding(rush: RushUnderWay, bidder: Bidder, port: number): Promise<void> {
  const heads = new Map(rush.plan.auctionIds.map((id) => [id, requestHead(id, bidder)]));
  return new Promise((resolve, reject) => {
    let bid = nextBid(rush);
    const send = (): void => {
      bid = nextBid(rush);
      const body = `{"bidId":"${randomUUID()}","kind":"exact","amountKrw":${bid.amountKrw},"confirmed":true}`;
      lane.send(`${heads.get(bid.auctionId)}${body.length}\r\n\r\n${body}`);
    };
    const lane = openLane(port, {
      failed: reject,
      answered: (status, body) => {
        if (status !== ACCEPTED && status !== REFUSED) {
          lane.close();
          return reject(new Error(`The load test was answered ${status}: ${body}`));
        }
        const nowMs = performance.now();
        rush.answers += 1;
        count(rush, status, bid.sentAtMs, nowMs);
        if (status === ACCEPTED) rush.ledger.accept({ ...bid, bidderId: bidder.userId });
        else learnMinimum(rush, bid.auctionId, body);
        if (nowMs < rush.endsAtMs && rush.answered < ANSWERS_MAX) return send();
        lane.close();
        resolve();
      },
    });
    send();
  });
}

function nextBid(rush: RushUnderWay) {
  const { auctionIds } = rush.plan;
  rush.turn = (rush.turn + 1) % auctionIds.length;
  const auctionId = auctionIds[rush.turn] as string;
  const toldBeforeKrw = rush.ledger.toldKrw(auctionId);
  const lastKrw = rush.bidKrw.get(auctionId) ?? 0;
  const amountKrw = (rush.plan.isTied ? Math.max(toldBeforeKrw, lastKrw) : lastKrw) + 1;
  if (!rush.plan.isTied) rush.bidKrw.set(auctionId, amountKrw);
  return { auctionId, amountKrw, toldBeforeKrw, sentAtMs: performance.now() };
}

function count(rush: RushUnderWay, status: number, sentAtMs: number, nowMs: number): void {
  if (nowMs < rush.measuredFromMs || nowMs >= rush.endsAtMs) return;
  rush.latenciesUs[rush.answered] = (nowMs - sentAtMs) * 1000;
  rush.answered += 1;
  if (status === ACCEPTED) rush.accepted += 1;
}

function learnMinimum(rush: RushUnderWay, auctionId: string, refusal: string): void {
  const minimumKrw = Number(MINIMUM.exec(refusal)?.[1] ?? 0);
  if (minimumKrw > (rush.bidKrw.get(auctionId) ?? 0)) rush.bidKrw.set(auctionId, minimumKrw - 1);
}

// Every server gets the same bytes: the bare ones believe x-bidder, the api believes the token.
function requestHead(auctionId: string, { userId, token }: Bidder): string {
  const lines = [
    `POST /api/v1/auctions/${auctionId}/bids HTTP/1.1`,
    'host: 127.0.0.1',
    `authorization: Bearer ${token}`,
    `x-bidder: ${userId}`,
    'content-type: application/json',
    'content-length: ',
  ];
  return lines.join('\r\n');
}
