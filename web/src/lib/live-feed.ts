import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import type { Connection, LiveAction, LiveState } from './live-auction.ts';
import { NOTHING_LIVE, reduceLive } from './live-auction.ts';
import { isOwn } from './live-events.ts';
import type { LiveEvent, OwnEvent } from './live-events.ts';
import { withoutOld } from './live-forgetting.ts';
import type { OwnNotice } from './live-notices.ts';
import { LiveSession } from './live-session.ts';
import type { LiveSessionDeps } from './live-session.ts';
import { LiveTeam } from './live-team.ts';
import type { TeamDeps } from './live-team.ts';
import type { ServerClock } from './server-clock.ts';

/** The monotonic clock fell behind the browser's by this much: it stood still while the machine slept. */
const STOOD_STILL_MS = 1000;

export type FeedDeps = TeamDeps & Pick<LiveSessionDeps, 'renewSince'>;

/** What the stream tells the page, whichever of the browser's tabs holds the connection. */
export class LiveFeed {
  readonly #clock: ServerClock;
  readonly #team: LiveTeam;
  readonly #wallMs: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #ownListeners = new Set<(event: OwnEvent) => void>();
  readonly #noticeListeners = new Set<(notice: OwnNotice) => void>();
  readonly #watchers = new Map<string, number>();
  #state: LiveState = NOTHING_LIVE;
  #aheadMs: number;

  constructor(deps: FeedDeps) {
    const { after, wallMs, clock, isSignedIn, renewSince } = deps;
    this.#clock = clock;
    this.#wallMs = wallMs;
    this.#aheadMs = wallMs() - clock.markMs();
    const session = new LiveSession({
      ...{ after, wallMs, isSignedIn, renewSince },
      serverNowMs: () => clock.nowMs(),
      reconnect: () => this.#team.renew(),
    });
    this.#team = new LiveTeam(deps, {
      onApplied: (action, isFresh) => this.#heard(action, isFresh),
      onOwn: (untilMs) => session.told(untilMs),
      onResigned: () => session.stop(),
      onNotice: (notice) => {
        for (const listener of this.#noticeListeners) listener(notice);
      },
      onSlept: () => this.#setClock(),
    });
  }

  /** The tab among the browser's others, for the page's coming and going. */
  get team(): LiveTeam {
    return this.#team;
  }

  readonly state = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => listen(this.#listeners, listener);

  /** Calls `listener` with what happens to the signed-in person; returns how to stop. */
  onOwn(listener: (event: OwnEvent) => void): () => void {
    return listen(this.#ownListeners, listener);
  }

  /** Calls `listener` with each notice that this tab is to show; returns how to stop. */
  onNotice(listener: (notice: OwnNotice) => void): () => void {
    return listen(this.#noticeListeners, listener);
  }

  /** Whether the connection has room for this auction: one of them holds a hundred. */
  hasRoomFor(auctionId: string, roomMax: number): boolean {
    const { covered } = this.#team.coverage;
    return covered.length < roomMax || covered.includes(auctionId);
  }

  /** How the page is connected as far as an auction goes: it is live as long as it is told of. */
  livenessOf(auctionId: string): Connection {
    const { connection, auctions, unknownIds } = this.#state;
    if (connection !== 'live') return connection;
    const { coverage } = this.#team;
    if (unknownIds.has(auctionId)) return 'stale';
    if (coverage.follows(auctionId) && auctions.has(auctionId)) return 'live';
    return coverage.rightUntilMs(auctionId) === null ? 'connecting' : 'reconnecting';
  }

  /** Server time until when what was told of an auction that is not live was right; null: not known. */
  rightUntilMs(auctionId: string): number | null {
    const { coverage } = this.#team;
    if (coverage.follows(auctionId)) return this.#state.notLiveSinceMs;
    return coverage.rightUntilMs(auctionId);
  }

  /** Watches these auctions until the returned function is called. */
  watch(auctionIds: readonly string[]): () => void {
    for (const id of auctionIds) {
      const count = this.#watchers.get(id) ?? 0;
      // The newest go first where not all can be watched.
      this.#watchers.delete(id);
      this.#watchers.set(id, count + 1);
    }
    this.#want();
    return () => {
      for (const id of auctionIds) {
        const left = (this.#watchers.get(id) ?? 1) - 1;
        if (left > 0) this.#watchers.set(id, left);
        else this.#watchers.delete(id);
      }
      this.#want();
    };
  }

  /** Tells at once what the judge answered to an own bid. */
  answered(auctionId: string, answer: BidAnswer): void {
    this.#apply({ type: 'answered', auctionId, answer });
  }

  #want(): void {
    this.#team.want([...this.#watchers.keys()].toReversed());
  }

  #heard(action: LiveAction, isFresh: boolean): void {
    if (action.type === 'told' && isFresh) this.#learnTime(action.event);
    this.#apply(action);
    if (action.type === 'told' && isOwn(action.event) && isFresh) {
      for (const listener of this.#ownListeners) listener(action.event);
    }
  }

  #apply(action: LiveAction): void {
    const state = reduceLive(this.#state, action);
    this.#state = withoutOld(state, (auctionId) => this.#isTold(auctionId));
    for (const listener of this.#listeners) listener();
  }

  // A wider connection that still serves may go on telling of an auction that nobody looks at now.
  #isTold(auctionId: string): boolean {
    return this.#watchers.has(auctionId) || this.#team.coverage.covered.includes(auctionId);
  }

  #learnTime({ type, data }: LiveEvent): void {
    if (type === 'snapshot') this.#clock.observeEvent(data.serverNowMs);
    if (type === 'bid') this.#clock.observePast(data.acceptedAtMs);
  }

  #setClock(): void {
    const aheadMs = this.#wallMs() - this.#clock.markMs();
    const stoodStillMs = aheadMs - this.#aheadMs;
    this.#aheadMs = aheadMs;
    if (stoodStillMs > STOOD_STILL_MS) this.#clock.slept(stoodStillMs);
  }
}

function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
