const TOLD_MAX = 10_000;

/**
 * What goes no further until a person has looked at it, as one process has found it: auctions whose
 * recording has stopped and auctions that are interrupted. All others go on.
 */
export class Standstills {
  readonly #recordings = new Map<string, string>();
  #interrupted: readonly string[] = [];
  readonly #differing = new Set<string>();
  readonly #told = new Set<string>();

  /** Notes why an auction cannot be recorded; false when that was known, so that it is told once. */
  stop(auctionId: string, reason: string): boolean {
    const isNew = this.#recordings.get(auctionId) !== reason;
    this.#recordings.set(auctionId, reason);
    return isNew;
  }

  /** The recording of that auction goes on again; true when it had stopped. */
  goOn(auctionId: string): boolean {
    return this.#recordings.delete(auctionId);
  }

  /** Whether that auction's recording has stopped. */
  hasStopped(auctionId: string): boolean {
    return this.#recordings.has(auctionId);
  }

  /** Forgets the recordings of auctions that are not among these any more. */
  keepOnly(auctionIds: ReadonlySet<string>): void {
    for (const auctionId of this.#recordings.keys()) {
      if (!auctionIds.has(auctionId)) this.#recordings.delete(auctionId);
    }
  }

  /** The auctions that the record holds as interrupted and unsettled. */
  setInterrupted(auctionIds: readonly string[]): void {
    this.#interrupted = auctionIds;
  }

  /** Whether Redis, the record and the orders differed when an auction was last compared. */
  setDiffering(auctionId: string, differs: boolean): void {
    if (differs) this.#differing.add(auctionId);
    else this.#differing.delete(auctionId);
  }

  /** True the first time; for what comes up again and again and is to be told once. */
  isNews(what: string): boolean {
    if (this.#told.has(what)) return false;
    if (this.#told.size >= TOLD_MAX) this.#told.clear();
    this.#told.add(what);
    return true;
  }

  get stoppedCount(): number {
    return this.#recordings.size;
  }

  get differingCount(): number {
    return this.#differing.size;
  }

  get interruptedCount(): number {
    return this.#interrupted.length;
  }

  /** A sentence for each, for whoever asks whether this process is well. */
  faults(): string[] {
    return [
      ...[...this.#recordings].map(([, reason]) => `recording has stopped: ${reason}`),
      ...this.#interrupted.map((auctionId) => `auction ${auctionId} is interrupted`),
    ];
  }
}
