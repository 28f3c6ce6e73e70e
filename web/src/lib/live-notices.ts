import type {
  EndingEvent,
  OfferEvent,
  OutbidEvent,
  WonEvent,
} from '@sagopalgo/core/contracts/events.ts';
import type { LiveEvent } from './live-events.ts';

const WAITING_MAX = 20;
const KNOWN_MAX = 200;

/** An event about oneself that is worth a word wherever one is. */
export type OwnNotice =
  | { type: 'outbid'; data: OutbidEvent }
  | { type: 'won'; data: WonEvent }
  | { type: 'offer'; data: OfferEvent }
  | { type: 'ending'; data: EndingEvent };

/** Notices that no tab has shown yet; every tab keeps them, the leader says who shows. */
export class WaitingNotices {
  readonly #waiting = new Map<string, OwnNotice>();
  readonly #known = new Set<string>();

  /** Keeps what is worth a word; the same again is the same. */
  hear(event: LiveEvent): void {
    if (!isNotice(event)) return;
    const name = nameOf(event);
    if (this.#known.has(name)) return;
    this.#known.add(name);
    this.#waiting.set(name, event);
    dropOldest(this.#known, KNOWN_MAX);
    dropOldest(this.#waiting, WAITING_MAX);
  }

  /** Those waiting, oldest first, which wait no more. */
  takeAll(): OwnNotice[] {
    const notices = [...this.#waiting.values()];
    this.#waiting.clear();
    return notices;
  }

  /** This one waits no more; undefined when it did not wait, though it had been heard of. */
  take(event: LiveEvent): OwnNotice | undefined {
    if (!isNotice(event)) return undefined;
    this.hear(event);
    const waiting = this.#waiting.get(nameOf(event));
    this.#waiting.delete(nameOf(event));
    return waiting;
  }

  /** They were somebody else's. */
  clear(): void {
    this.#waiting.clear();
  }
}

function isNotice(event: LiveEvent): event is OwnNotice {
  // An offer that was answered, or let go by, needs no word any more.
  if (event.type === 'offer') return event.data.offerState === 'open';
  return event.type === 'outbid' || event.type === 'won' || event.type === 'ending';
}

function nameOf({ type, data }: OwnNotice): string {
  switch (type) {
    case 'won':
      return `won:${data.orderId}`;
    case 'offer':
      return `offer:${data.offerId}`;
    case 'ending':
      return `ending:${data.auctionId}`;
    default:
      return `outbid:${data.auctionId}:${data.epoch}:${data.seq}`;
  }
}

function dropOldest(kept: Map<string, unknown> | Set<string>, max: number): void {
  for (const name of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(name);
  }
}
