import type { Connection } from './connection.ts';
import { sourceFrame } from './frames.ts';
import type { Measures } from './measures.ts';
import { Topic } from './topic.ts';

/** Who watches what in this process. */
export class Hub {
  readonly #measures: Measures;
  readonly #now: () => number;
  readonly #topics = new Map<string, Topic>();
  readonly #topicsOf = new Map<Connection, Set<Topic>>();
  /** Of how many of its auctions a connection has heard that they cannot be read; never 0. */
  readonly #awayOf = new Map<Connection, number>();

  constructor({ measures, now }: { measures: Measures; now: () => number }) {
    this.#measures = measures;
    this.#now = now;
  }

  get connections(): readonly Connection[] {
    return [...this.#topicsOf.keys()];
  }

  get connectionCount(): number {
    return this.#topicsOf.size;
  }

  get topics(): readonly Topic[] {
    return [...this.#topics.values()];
  }

  /** True while some watched auction cannot be read. */
  get isAnyAway(): boolean {
    return this.topics.some((topic) => topic.awaySinceMs !== null);
  }

  topic(auctionId: string): Topic | undefined {
    return this.#topics.get(auctionId);
  }

  /** Takes a connection in; it is forgotten by itself when it closes. */
  add(connection: Connection): void {
    this.#topicsOf.set(connection, new Set());
    connection.onceClosed(() => this.#remove(connection));
  }

  /** Counts a connection among an auction's watchers, though not among those told what happens. */
  enter(auctionId: string, connection: Connection): Topic {
    const topic = this.#topics.get(auctionId) ?? this.#newTopic(auctionId);
    topic.entering.add(connection);
    this.#topicsOf.get(connection)?.add(topic);
    if (topic.awaySinceMs !== null) this.#addAway(connection, topic.awaySinceMs);
    return topic;
  }

  leave(topic: Topic, connection: Connection): void {
    topic.leave(connection);
    const watched = this.#topicsOf.get(connection)?.delete(topic);
    if (watched && topic.awaySinceMs !== null) this.#removeAway(connection);
  }

  /** The auction cannot be read from that UTC millisecond on: tells whoever watches it. */
  markAway(topic: Topic, sinceMs: number): void {
    topic.awaySinceMs = sinceMs;
    for (const watcher of topic.watchers()) this.#addAway(watcher, sinceMs);
  }

  /** It can be read again. */
  markBack(topic: Topic): void {
    topic.awaySinceMs = null;
    for (const watcher of topic.watchers()) this.#removeAway(watcher);
  }

  /** Sends a last frame to everyone who is told what happens in the auction, and lets them go. */
  dismiss(topic: Topic, frame: Buffer): void {
    for (const connection of topic.joined) {
      connection.send(frame);
      this.leave(topic, connection);
    }
  }

  /** Lets go of an auction that nobody watches. */
  drop(topic: Topic): void {
    this.#topics.delete(topic.auctionId);
  }

  /** Sends a frame to every connection, whatever it watches. */
  broadcast(frame: Buffer): void {
    for (const connection of this.#topicsOf.keys()) connection.send(frame);
  }

  #newTopic(auctionId: string): Topic {
    const topic = new Topic(auctionId, (watchers) => this.#measures.deliveries.inc(watchers));
    this.#topics.set(auctionId, topic);
    return topic;
  }

  #remove(connection: Connection): void {
    for (const topic of this.#topicsOf.get(connection) ?? []) topic.leave(connection);
    this.#topicsOf.delete(connection);
    this.#awayOf.delete(connection);
  }

  // One auction that cannot be read makes a connection stale, whatever else it watches.
  #addAway(connection: Connection, sinceMs: number): void {
    const away = this.#awayOf.get(connection) ?? 0;
    this.#awayOf.set(connection, away + 1);
    if (away === 0) connection.send(sourceFrame('stale', sinceMs));
  }

  #removeAway(connection: Connection): void {
    const away = this.#awayOf.get(connection) ?? 0;
    if (away > 1) this.#awayOf.set(connection, away - 1);
    else if (this.#awayOf.delete(connection)) connection.send(sourceFrame('live', this.#now()));
  }
}
