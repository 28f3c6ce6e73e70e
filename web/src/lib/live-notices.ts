import type { OutbidEvent, WonEvent } from '@sagopalgo/core/contracts/events.ts';
import type { LiveEvent } from './live-events.ts';

const WAITING_MAX = 20;
const KNOWN_MAX = 200;

/** An event about oneself that is worth a word wherever one is. */
export type OwnNotice = { type: 'outbid'; data: OutbidEvent } | { type: 'won'; data: WonEvent };

/** Notices that no tab has shown yet, each by its name; every tab keeps them, the leader says who shows. */
export class WaitingNotices {
  readonly #waiting = new Map<string, OwnNotice>();
  readonly #known = new Set<string>();

  /** The names of those waiting, oldest first. */
  names(): string[] {
    return [...this.#waiting.keys()];
  }

  /** Keeps what is worth a word; the same again is the same. */
  hear(event: LiveEvent): void {
    if (event.type !== 'outbid' && event.type !== 'won') return;
    const name = nameOf(event);
    if (this.#known.has(name)) return;
    this.#known.add(name);
    this.#waiting.set(name, event);
    dropOldest(this.#known, KNOWN_MAX);
    dropOldest(this.#waiting, WAITING_MAX);
  }

  /** The notice of this name, which waits no more; undefined when it does not. */
  take(name: string): OwnNotice | undefined {
    const notice = this.#waiting.get(name);
    this.#waiting.delete(name);
    return notice;
  }

  /** They were somebody else's. */
  clear(): void {
    this.#waiting.clear();
  }
}

function nameOf({ type, data }: OwnNotice): string {
  return type === 'won'
    ? `won:${data.orderId}`
    : `outbid:${data.auctionId}:${data.epoch}:${data.seq}`;
}

function dropOldest(kept: Map<string, unknown> | Set<string>, max: number): void {
  for (const name of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(name);
  }
}
