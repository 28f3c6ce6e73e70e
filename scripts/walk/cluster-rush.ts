import { randomUUID } from 'node:crypto';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';

const START_KRW = 1_000;
const UNIT_KRW = 100;

/** One bid of a rush and what came of it. */
export interface SentBid {
  auctionId: string;
  token: string;
  body: { bidId: string; kind: 'exact'; amountKrw: number; confirmed: true };
  sentAtMs: number;
  answeredAtMs: number;
  status: number;
  answer: BidAnswer;
}

/** Bids that go on and on, on many auctions at once, until told to stop. */
export class Rush {
  readonly sent: SentBid[] = [];
  readonly #api: ApiUnderTest;
  readonly #auctionIds: readonly string[];
  readonly #bids = new Map<string, number>();
  readonly #bidders: Promise<void>[];
  #isOver = false;

  /**
   * Everybody bids on every auction in turn, beginning with another one each and above the price that
   * `units` bids have made.
   */
  constructor(
    api: ApiUnderTest,
    auctionIds: readonly string[],
    tokens: readonly string[],
    units = 0,
  ) {
    this.#api = api;
    this.#auctionIds = auctionIds;
    for (const auctionId of auctionIds) this.#bids.set(auctionId, units);
    this.#bidders = tokens.map((token, index) => this.#bidOn(token, index));
  }

  accepted(auctionId: string, sinceMs = 0): SentBid[] {
    return this.sent.filter(
      (bid) => bid.status === 201 && bid.auctionId === auctionId && bid.sentAtMs >= sinceMs,
    );
  }

  /** Waits until so many bids that were sent from then on were accepted on each of these auctions. */
  async untilAccepted(auctionIds: readonly string[], bids: number, sinceMs: number): Promise<void> {
    await eventually(
      async () => auctionIds.every((id) => this.accepted(id, sinceMs).length >= bids),
      30_000,
    );
  }

  /** Resolves when the last bid is answered. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#bidders);
  }

  async #bidOn(token: string, first: number): Promise<void> {
    for (let turn = first; !this.#isOver; turn += 1) {
      const auctionId = this.#auctionIds[turn % this.#auctionIds.length] ?? '';
      const bids = this.#bids.get(auctionId) ?? 0;
      this.#bids.set(auctionId, bids + 1);
      const amountKrw = START_KRW + bids * UNIT_KRW;
      const body = {
        bidId: randomUUID(),
        kind: 'exact' as const,
        amountKrw,
        confirmed: true as const,
      };
      this.sent.push(await sendBid(this.#api, { auctionId, token, body }));
    }
  }
}

/** Sends a bid over HTTP; the same body again is the same bid. */
export async function sendBid(
  api: ApiUnderTest,
  { auctionId, token, body }: Pick<SentBid, 'auctionId' | 'token' | 'body'>,
): Promise<SentBid> {
  const sentAtMs = Date.now();
  const { status, body: answer } = await api.call('POST', `/auctions/${auctionId}/bids`, {
    token,
    body,
  });
  return { auctionId, token, body, sentAtMs, answeredAtMs: Date.now(), status, answer };
}
