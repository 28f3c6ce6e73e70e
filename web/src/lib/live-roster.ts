/** Auctions that one connection may watch. */
export const WATCHED_MAX = 100;
/** Hidden tabs speak once a minute; one that was silent for longer has crashed. */
const SILENT_MAX_MS = 150_000;
/** Visible tabs speak every 20 s: one that was silent for longer shows nothing to anybody. */
const UNSEEN_AFTER_MS = 25_000;

export interface TabWish {
  /** Newest first. */
  wanted: readonly string[];
  isVisible: boolean;
  visibleSinceMs: number;
}

/** Which tabs there are, and what each of them watches. */
export class Roster {
  readonly #tabs = new Map<string, TabWish & { heardAtMs: number }>();

  set(tabId: string, { wanted, isVisible, visibleSinceMs }: TabWish, heardAtMs: number): void {
    this.#tabs.set(tabId, { wanted, isVisible, visibleSinceMs, heardAtMs });
  }

  delete(tabId: string): void {
    this.#tabs.delete(tabId);
  }

  clear(): void {
    this.#tabs.clear();
  }

  /** Forgets tabs that were silent for too long, and first that they can be seen, but not `ownId`. */
  expire(nowMs: number, ownId: string): void {
    for (const [tabId, tab] of this.#tabs) {
      const silentMs = tabId === ownId ? 0 : nowMs - tab.heardAtMs;
      if (silentMs > SILENT_MAX_MS) this.#tabs.delete(tabId);
      else if (silentMs > UNSEEN_AFTER_MS) tab.isVisible = false;
    }
  }

  /** What any tab wants: that of the tab looked at last goes first, the newest of each. */
  wanted(): string[] {
    return [...new Set(this.#byLook().flatMap(([, tab]) => tab.wanted))];
  }

  /** What to watch for all of them: at most 100. */
  union(): string[] {
    return this.wanted().slice(0, WATCHED_MAX);
  }

  isVisible(tabId: string): boolean {
    return this.#tabs.get(tabId)?.isVisible ?? false;
  }

  /** The visible tab that was last looked at, if any. */
  visibleTab(): string | null {
    const [first] = this.#byLook();
    return first?.[1].isVisible ? first[0] : null;
  }

  #byLook(): [string, TabWish][] {
    return [...this.#tabs].toSorted(
      ([, a], [, b]) =>
        Number(b.isVisible) - Number(a.isVisible) || b.visibleSinceMs - a.visibleSinceMs,
    );
  }
}
