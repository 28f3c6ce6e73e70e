import type { LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import type { Topic } from './topic.ts';

/** What was read from the log may be heard a moment later: the two come on different connections. */
const HEARD_WITHIN_MS = 1_000;

interface Mark {
  epoch: string;
  seq: number;
}

/**
 * Keeps what was heard of each auction apart from what was read, as only the former says whom a bid
 * overtook. Messages of a channel come in order, so a gap is a loss.
 */
export class Hearing {
  readonly #heard = new WeakMap<Topic, Mark>();
  /** What was read of each auction and is still to be heard: the first of it, by then, and the last. */
  readonly #read = new Map<Topic, { mark: Mark; untilMs: number; last: Mark }>();

  /** Something was heard; false when something before it was lost. */
  hear(topic: Topic, { told }: Pick<LoggedEvent, 'told'>): boolean {
    const { epoch, seq } = told.data;
    const last = this.#heard.get(topic);
    this.#heard.set(topic, { epoch, seq });
    return last === undefined || (last.epoch === epoch && seq <= last.seq + 1);
  }

  /** The auction stands where it does now because of what was read. */
  read(topic: Topic, { epoch, seq }: Mark, nowMs: number): void {
    const last = { epoch, seq };
    if (this.#hasHeard(topic, last)) return;
    const known = this.#read.get(topic);
    if (known) known.last = last;
    else this.#read.set(topic, { mark: last, untilMs: nowMs + HEARD_WITHIN_MS, last });
  }

  /** The auctions of which something was read and not heard in time, each told of once. */
  takeLost(nowMs: number): Topic[] {
    const lost: Topic[] = [];
    for (const [topic, { mark, untilMs, last }] of this.#read) {
      if (untilMs > nowMs) continue;
      this.#read.delete(topic);
      if (!this.#hasHeard(topic, mark)) lost.push(topic);
      else this.read(topic, last, nowMs);
    }
    return lost;
  }

  #hasHeard(topic: Topic, { epoch, seq }: Mark): boolean {
    const heard = this.#heard.get(topic);
    return heard?.epoch === epoch && heard.seq >= seq;
  }
}
