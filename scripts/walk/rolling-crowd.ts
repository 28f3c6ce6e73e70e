import { request as httpRequest } from 'node:http';
import type { ClientRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { EventParser } from '../stream/event-parser.ts';
import { Story } from '../storm/story.ts';
import { newBid, send } from './rush.ts';
import type { Sent } from './rush.ts';
import type { Caller } from './people.ts';

/** The page's own rule (`web/src/features/bidding/place-bid.ts`): the very same bid, so often at most. */
const TRIES_MAX = 5;
const WAIT_FIRST_MS = 300;
const BETWEEN_BIDS_MS = 100;
const BACK_WITHIN_MS = 300;
const AIM_STEPS = 8;
const FOLLOWS_WITHIN_MS = 20_000;

/** People who bid on one auction and look at it as the page does, until they are told to stop. */
export class PageBidders {
  /** How each bid ended. */
  readonly ended: Sent[] = [];
  /** Every time that one had to be sent again, with why: 0 where no answer came. */
  readonly repeats: { status: number; code: string | null }[] = [];
  /** How each look at the auction was answered; 0 where no answer came. */
  readonly looks: number[] = [];
  #nextKrw: number;
  #isOver = false;
  readonly #bidding: Promise<unknown>;

  constructor(
    url: string,
    people: readonly Caller[],
    auction: { auctionId: string; startKrw: number; stepKrw: number },
  ) {
    this.#nextKrw = auction.startKrw;
    this.#bidding = Promise.all(people.map((caller) => this.#goOn(url, caller, auction)));
  }

  get acceptedCount(): number {
    return this.ended.filter(({ outcome }) => 'answer' in outcome).length;
  }

  /** Waits until so many more bids were accepted. */
  async untilAccepted(more: number): Promise<void> {
    const goal = this.acceptedCount + more;
    await eventually(() => Promise.resolve(this.acceptedCount >= goal), FOLLOWS_WITHIN_MS);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#bidding;
  }

  async #goOn(
    url: string,
    caller: Caller,
    { auctionId, stepKrw }: { auctionId: string; stepKrw: number },
  ): Promise<void> {
    while (!this.#isOver) {
      const amountKrw = this.#nextKrw + Math.floor(Math.random() * AIM_STEPS) * stepKrw;
      const { outcome, ...bid } = await this.#bid(url, newBid(caller, auctionId, amountKrw));
      this.ended.push({ outcome, ...bid });
      if ('answer' in outcome) this.#aimAt(outcome.answer.minimumKrw);
      else if ('problem' in outcome) this.#aimAt(outcome.problem.detail['minimumKrw']);
      this.looks.push(await look(`${url}/api/v1/auctions/${auctionId}`));
      await pause(BETWEEN_BIDS_MS);
    }
  }

  async #bid(url: string, bid: Parameters<typeof send>[1]): Promise<Sent> {
    for (let tries = 1; ; tries += 1) {
      const sent = await send(url, bid);
      const { outcome } = sent;
      const code = 'problem' in outcome ? outcome.problem.code : null;
      const mayBeMissed = outcome.status === 0 || code === 'UNAVAILABLE';
      if (!mayBeMissed || tries === TRIES_MAX) return sent;
      this.repeats.push({ status: outcome.status, code });
      await pause((WAIT_FIRST_MS * 2 ** (tries - 1) * (1 + Math.random())) / 2);
    }
  }

  #aimAt(minimumKrw: unknown): void {
    if (typeof minimumKrw === 'number') this.#nextKrw = Math.max(this.#nextKrw, minimumKrw);
  }
}

async function look(url: string): Promise<number> {
  try {
    const answer = await fetch(url);
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}

/** Somebody who watches an auction as the page does: after every cut from where the last word was heard. */
export class PageWatcher {
  readonly story = new Story((_auctionId, seq) => (this.lastSeq = seq));
  lastSeq = 0;
  /** How often a stream was opened, and what else was answered. */
  streams = 0;
  readonly refusals: number[] = [];
  readonly strange: string[] = [];
  readonly #url: string;
  readonly #auctionId: string;
  #asked: ClientRequest | null = null;
  #isLeaving = false;
  #back: NodeJS.Timeout | null = null;

  constructor(url: string, auctionId: string) {
    this.#url = url;
    this.#auctionId = auctionId;
    this.#come();
  }

  async untilSeq(seq: number): Promise<void> {
    const held = () => this.story.held.get(this.#auctionId)?.seq ?? 0;
    await eventually(() => Promise.resolve(held() >= seq), FOLLOWS_WITHIN_MS);
  }

  leave(): void {
    this.#isLeaving = true;
    if (this.#back) clearTimeout(this.#back);
    this.#asked?.destroy();
  }

  #come(): void {
    const place = this.story.place(this.#auctionId);
    this.story.begin([]);
    const asked = httpRequest(`${this.#url}/events?auctions=${encodeURIComponent(place)}`);
    this.#asked = asked;
    const parser = new EventParser(({ event, text }) => {
      // The head of the log is no state of the auction.
      if (event !== 'head') this.story.tell(event, JSON.parse(text));
    });
    asked.on('response', (stream) => {
      if (stream.statusCode === 200) this.streams += 1;
      else this.refusals.push(stream.statusCode ?? 0);
      stream.setEncoding('utf8').on('error', () => undefined);
      if (stream.statusCode === 200) stream.on('data', (text: string) => parser.push(text));
      else stream.resume();
    });
    asked.on('error', () => undefined);
    asked.once('close', () => {
      this.strange.push(...parser.strange);
      if (!this.#isLeaving)
        this.#back = setTimeout(() => this.#come(), Math.random() * BACK_WITHIN_MS);
    });
    asked.end();
  }
}
