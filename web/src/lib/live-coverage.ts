import type { LiveEvent } from './live-events.ts';

/** What the server says of an auction itself, once a connection has joined those that watch it. */
const OF_AUCTIONS = ['snapshot', 'bid', 'closed', 'extended', 'head', 'viewers'];

export interface SaidCoverage {
  /** Which auctions the connection asked for: no more than fit on one. */
  covered: readonly string[];
  /** Those of them that it tells of: what has happened was told. */
  followed: readonly string[];
}

/** Which auctions the present connection tells of, and until when it told of others. */
export class LiveCoverage {
  #covered: readonly string[] = [];
  #followed: ReadonlySet<string> = new Set();
  readonly #rightUntilMs = new Map<string, number>();

  get covered(): readonly string[] {
    return this.#covered;
  }

  said(): { covered: string[]; followed: string[] } {
    return { covered: [...this.#covered], followed: [...this.#followed] };
  }

  follows(auctionId: string): boolean {
    return this.#followed.has(auctionId);
  }

  /** Server time until when what was told of an auction was known to be right; null: not known. */
  rightUntilMs(auctionId: string): number | null {
    return this.#rightUntilMs.get(auctionId) ?? null;
  }

  /** What is covered from now on; what was told of the rest was right until `untilMs`. */
  set({ covered, followed }: SaidCoverage, untilMs: number | null): void {
    const next = new Set(followed);
    for (const auctionId of this.#followed) {
      if (!next.has(auctionId) && untilMs !== null) this.#rightUntilMs.set(auctionId, untilMs);
    }
    this.#covered = covered;
    this.#followed = next;
  }

  /** The first that is heard of an auction says that it is followed. */
  hear({ type, data }: LiveEvent, nowMs: number | null): void {
    if (!('auctionId' in data)) return;
    const { auctionId } = data;
    const isFollowed = type !== 'unknown';
    if (isFollowed && !OF_AUCTIONS.includes(type)) return;
    if (isFollowed === this.#followed.has(auctionId)) return;
    const others = [...this.#followed].filter((id) => id !== auctionId);
    const followed = isFollowed ? [...others, auctionId] : others;
    this.set({ covered: this.#covered, followed }, nowMs);
  }

  /** Forgets how it was with all but these. */
  prune(kept: ReadonlySet<string>): void {
    for (const auctionId of this.#rightUntilMs.keys()) {
      if (!kept.has(auctionId)) this.#rightUntilMs.delete(auctionId);
    }
  }
}
