import type { Connection, LiveAction, LiveState } from './live-auction.ts';
import { NOTHING_LIVE, reduceLive } from './live-auction.ts';
import { LiveCoverage } from './live-coverage.ts';
import type { SaidCoverage } from './live-coverage.ts';
import type { LiveEvent } from './live-events.ts';
import { parseLiveEvent } from './live-events.ts';
import type { Told } from './live-messages.ts';
import { WaitingNotices } from './live-notices.ts';
import { Roster } from './live-roster.ts';
import type { ServerClock } from './server-clock.ts';

/** `isFresh`: it happened just now, so that it says something of the server's time. */
export type Apply = (action: LiveAction, isFresh: boolean) => void;

/**
 * What a tab knows of all that any tab of the browser watches, by the stream alone: with this it can
 * take over from a leader that is gone.
 */
export class LiveMemory {
  readonly roster = new Roster();
  readonly notices = new WaitingNotices();
  readonly coverage = new LiveCoverage();
  readonly #clock: ServerClock;
  readonly #onApplied: Apply;
  #state: LiveState = NOTHING_LIVE;

  constructor(clock: ServerClock, onApplied: Apply) {
    this.#clock = clock;
    this.#onApplied = onApplied;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** From now on, or since so many milliseconds, nothing is known to be right. */
  lose(agoMs = 0): void {
    const nowMs = this.#clock.nowMs();
    this.apply({ type: 'lost', atMs: nowMs && nowMs - agoMs });
  }

  /** The lead changes hands; at the very beginning there was nothing to lose. */
  pass(): void {
    if (this.#state.connection !== 'connecting') this.lose();
  }

  /** Another tab says how the connection is. */
  stand(said: SaidCoverage & { connection: Connection; notLiveSinceMs: number | null }): void {
    this.coverage.set(said, this.#rightUntilMs());
    const { connection, notLiveSinceMs: sinceMs } = said;
    this.apply({ type: 'stands', connection, sinceMs });
  }

  /**
   * This tab's connection tells of these from now on. What the one before told of goes on; of the rest
   * it has to tell first how they stand.
   */
  open(covered: readonly string[]): void {
    const isReplaced = this.#state.connection === 'live';
    const followed = covered.filter((id) => isReplaced && this.coverage.follows(id));
    this.coverage.set({ covered, followed }, this.#rightUntilMs());
    this.apply({ type: 'opened' });
  }

  /** The connection has had the time to tell what was missed: where it told nothing, nothing was. */
  settle(): void {
    const { covered } = this.coverage;
    const { auctions, unknownIds } = this.#state;
    const followed = covered.filter((id) => auctions.has(id) && !unknownIds.has(id));
    this.stand({ covered, followed, connection: 'live', notLiveSinceMs: null });
  }

  tell(event: LiveEvent, isFresh: boolean): void {
    if (isFresh) this.coverage.hear(event, this.#clock.nowMs());
    this.notices.hear(event);
    this.apply({ type: 'told', event }, isFresh);
  }

  tellText({ type, text }: Told, isFresh: boolean): void {
    const event = parseLiveEvent(type, text);
    if (event) this.tell(event, isFresh);
  }

  apply(action: LiveAction, isFresh = true): void {
    this.#state = reduceLive(this.#state, action);
    this.#onApplied(action, isFresh);
  }

  /** Forgets what nobody watches any more and nothing tells of. */
  prune(): void {
    const wanted = new Set([...this.roster.wanted(), ...this.coverage.covered]);
    this.coverage.prune(wanted);
    const { auctions, unknownIds } = this.#state;
    const kept = [...auctions].filter(([auctionId]) => wanted.has(auctionId));
    const keptUnknownIds = new Set([...unknownIds].filter((auctionId) => wanted.has(auctionId)));
    if (kept.length === auctions.size && keptUnknownIds.size === unknownIds.size) return;
    this.#state = { ...this.#state, auctions: new Map(kept), unknownIds: keptUnknownIds };
  }

  /** Until when what is told now was known to be right, should it end. */
  #rightUntilMs(): number | null {
    return this.#state.notLiveSinceMs ?? this.#clock.nowMs();
  }
}
