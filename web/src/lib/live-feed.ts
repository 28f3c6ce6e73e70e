import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import type { LiveAction, LiveState } from './live-auction.ts';
import { NOTHING_LIVE, reduceLive } from './live-auction.ts';
import type { LiveEventType } from './live-events.ts';
import { LIVE_EVENT_TYPES, parseLiveEvent } from './live-events.ts';
import type { ServerClock } from './server-clock.ts';

/** So that a screen of cards that appear together asks once. */
const GATHER_MS = 60;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 20_000;
/** A hidden page lets go of its connection: browsers allow six per host, and a seventh tab would stall. */
const HIDDEN_LINGER_MS = 15_000;
/** Auctions watched at once by one page. */
const WATCHED_MAX = 100;

/** The page's one connection to the stream, for whatever auctions are on the screen. */
export class LiveFeed {
  readonly #clock: ServerClock;
  readonly #listeners = new Set<() => void>();
  readonly #watchers = new Map<string, number>();
  #state: LiveState = NOTHING_LIVE;
  #source: EventSource | null = null;
  #sourceIds = '';
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #lingerTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  readonly state = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the network and the page's visibility; returns how to stop. */
  start(): () => void {
    const online = () => this.#connectIn(0);
    const offline = () => this.#lose();
    const visibility = () => this.#linger();
    addEventListener('online', online);
    addEventListener('offline', offline);
    document.addEventListener('visibilitychange', visibility);
    return () => {
      removeEventListener('online', online);
      removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', visibility);
      this.#close();
    };
  }

  /** Watches these auctions until the returned function is called. */
  watch(auctionIds: readonly string[]): () => void {
    for (const id of auctionIds) this.#watchers.set(id, (this.#watchers.get(id) ?? 0) + 1);
    this.#connectIn(GATHER_MS);
    return () => {
      for (const id of auctionIds) {
        const left = (this.#watchers.get(id) ?? 1) - 1;
        if (left > 0) this.#watchers.set(id, left);
        else this.#watchers.delete(id);
      }
      this.#connectIn(GATHER_MS);
    };
  }

  /** Tells at once what the judge answered to an own bid. */
  answered(auctionId: string, answer: BidAnswer): void {
    this.#apply({ type: 'answered', auctionId, answer });
  }

  #apply(action: LiveAction): void {
    this.#state = reduceLive(this.#state, action);
    for (const listener of this.#listeners) listener();
  }

  #linger(): void {
    if (this.#lingerTimer) clearTimeout(this.#lingerTimer);
    if (!document.hidden) return this.#connectIn(0);
    this.#lingerTimer = setTimeout(() => this.#letGo(), HIDDEN_LINGER_MS);
  }

  #connectIn(delayMs: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), delayMs);
  }

  #connect(): void {
    const ids = [...this.#watchers.keys()].slice(-WATCHED_MAX).toSorted();
    if (ids.length === 0) return this.#close();
    const sourceIds = ids.join(',');
    if (this.#source && sourceIds === this.#sourceIds) return;
    this.#close();
    this.#sourceIds = sourceIds;
    const positions = ids.map((id) => this.#position(id)).join(',');
    const source = new EventSource(`/events?auctions=${positions}`);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#failures = 0;
      this.#apply({ type: 'opened' });
    });
    source.addEventListener('error', () => this.#lose());
    for (const type of LIVE_EVENT_TYPES) {
      source.addEventListener(type, (event) => this.#hear(type, String(event.data)));
    }
  }

  #hear(type: LiveEventType, text: string): void {
    const event = parseLiveEvent(type, text);
    if (!event) return;
    if (event.type === 'snapshot') this.#clock.observeEvent(event.data.serverNowMs);
    this.#apply({ type: 'told', event });
  }

  #position(auctionId: string): string {
    const held = this.#state.auctions.get(auctionId);
    return (
      encodeURIComponent(auctionId) + (held ? `@${encodeURIComponent(held.epoch)}:${held.seq}` : '')
    );
  }

  /** The browser gives up for good on a 429 or 503, so every retry is ours, with jitter. */
  #lose(): void {
    this.#letGo();
    const ceilingMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#connectIn(ceilingMs / 2 + (Math.random() * ceilingMs) / 2);
  }

  #letGo(): void {
    this.#close();
    this.#apply({ type: 'lost', atMs: this.#clock.nowMs() });
  }

  #close(): void {
    this.#source?.close();
    this.#source = null;
  }
}
