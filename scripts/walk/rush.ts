import { randomUUID } from 'node:crypto';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import type { Problem } from '@sagopalgo/core/contracts/problem.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Caller } from './people.ts';

const PAUSE_AFTER_FAILURE_MS = 20;
const ANSWERS_WITHIN_MS = 20_000;
const AIM_STEPS = 8;

/** One bid as it was sent: the same again is the same bid. */
export interface SentBid {
  caller: Caller;
  auctionId: string;
  bidId: string;
  amountKrw: number;
  sentAtMs: number;
}

/** What came back: nothing when the connection broke. */
export type Outcome =
  | { status: 201; answer: BidAnswer; tookMs: number }
  | { status: number; problem: Problem; retryAfter: string | null; tookMs: number }
  | { status: 0; tookMs: number };

export type Sent = SentBid & { outcome: Outcome };

/** Sends one bid; never throws. */
export async function send(url: string, bid: SentBid): Promise<Sent> {
  const { caller, auctionId, bidId, amountKrw } = bid;
  const startedAtMs = Date.now();
  const took = () => Date.now() - startedAtMs;
  try {
    const response = await fetch(`${url}/api/v1/auctions/${auctionId}/bids`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${caller.token}` },
      body: JSON.stringify({ bidId, kind: 'exact', amountKrw, confirmed: true }),
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    const content: unknown = await response.json();
    const tookMs = took();
    if (response.status === 201) {
      return { ...bid, outcome: { status: 201, answer: content as BidAnswer, tookMs } };
    }
    const retryAfter = response.headers.get('retry-after');
    const problem = problemSchema.parse(content);
    return { ...bid, outcome: { status: response.status, problem, retryAfter, tookMs } };
  } catch {
    return { ...bid, outcome: { status: 0, tookMs: took() } };
  }
}

/** A bid of this caller that nobody has sent yet. */
export function newBid(caller: Caller, auctionId: string, amountKrw: number): SentBid {
  return { caller, auctionId, bidId: randomUUID(), amountKrw, sentAtMs: Date.now() };
}

/** Many people who bid on one auction at once until they are told to stop. */
export class Rush {
  readonly sent: Sent[] = [];
  /** Where they bid; another one when that is gone. */
  url: string;
  readonly #auctionId: string;
  readonly #stepKrw: number;
  #nextKrw: number;
  #isOver = false;
  readonly #bidding: Promise<unknown>;

  constructor(
    url: string,
    people: readonly Caller[],
    auction: { auctionId: string; startKrw: number; stepKrw: number },
  ) {
    this.url = url;
    this.#auctionId = auction.auctionId;
    this.#stepKrw = auction.stepKrw;
    this.#nextKrw = auction.startKrw;
    this.#bidding = Promise.all(people.map((caller) => this.#bid(caller)));
  }

  /** Waits until so many more bids were accepted. */
  async untilAccepted(more: number): Promise<void> {
    const goal = this.accepted().length + more;
    await eventually(() => Promise.resolve(this.accepted().length >= goal), ANSWERS_WITHIN_MS);
  }

  /** The bids that were acknowledged, with their answers. */
  accepted(): (SentBid & { answer: BidAnswer })[] {
    return this.sent.flatMap(({ outcome, ...bid }) =>
      'answer' in outcome ? [{ ...bid, answer: outcome.answer }] : [],
    );
  }

  /** The bids of which nobody knows what came: no answer, or a 503. */
  unanswered(): Sent[] {
    return this.sent.filter(({ outcome }) => outcome.status === 0 || outcome.status === 503);
  }

  /** Ends it; resolves when the last bid is answered. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#bidding;
  }

  async #bid(caller: Caller): Promise<void> {
    while (!this.#isOver) {
      const amountKrw = this.#nextKrw + Math.floor(Math.random() * AIM_STEPS) * this.#stepKrw;
      const sent = await send(this.url, newBid(caller, this.#auctionId, amountKrw));
      this.sent.push(sent);
      const { outcome } = sent;
      if ('answer' in outcome) this.#aimAt(outcome.answer.minimumKrw);
      else if ('problem' in outcome) this.#aimAt(outcome.problem.detail['minimumKrw']);
      if (outcome.status !== 201) await pause();
    }
  }

  #aimAt(minimumKrw: unknown): void {
    if (typeof minimumKrw === 'number') this.#nextKrw = Math.max(this.#nextKrw, minimumKrw);
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_AFTER_FAILURE_MS);
  });
}
