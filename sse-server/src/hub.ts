import type { Connection, EvictionReason, Household } from './connection.ts';
import { sourceFrame } from './frames.ts';
import type { Measures } from './measures.ts';
import type { Pulse } from './pulse.ts';
import { Topic } from './topic.ts';
import { countOf } from './unsent.ts';
import type { Piece } from './unsent.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';

export interface HubDeps {
  pulse: Pulse;
  measures: Measures;
  log: Pick<Log, 'info'>;
  now: () => number;
}

/** Who watches what in this process. */
export class Hub implements Household {
  readonly #deps: HubDeps;
  readonly #topics = new Map<string, Topic>();
  readonly #connections = new Set<Connection>();
  readonly #behind = new Set<Connection>();
  readonly #away = new Set<Topic>();
  #numbered = 0;
  readonly #onGone: (connection: Connection) => void;

  /** `onGone` hears of every connection that was added and is closed, once. */
  constructor(deps: HubDeps, onGone: (connection: Connection) => void) {
    this.#deps = deps;
    this.#onGone = onGone;
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Those who have not taken what they were sent. */
  get behind(): ReadonlySet<Connection> {
    return this.#behind;
  }

  get topics(): readonly Topic[] {
    return [...this.#topics.values()];
  }

  /** True while some watched auction cannot be read. */
  get isAnyAway(): boolean {
    return this.#away.size > 0;
  }

  /** How many watched auctions cannot be read. */
  get awayCount(): number {
    return this.#away.size;
  }

  topic(auctionId: string): Topic | undefined {
    return this.#topics.get(auctionId);
  }

  /** Takes a connection in; it is forgotten by itself when it closes. */
  add(connection: Connection): void {
    this.#numbered += 1;
    connection.number = this.#numbered;
    this.#connections.add(connection);
  }

  fellBehind(connection: Connection): void {
    this.#behind.add(connection);
  }

  caughtUp(connection: Connection): void {
    this.#behind.delete(connection);
  }

  evicted(reason: EvictionReason): void {
    this.#deps.measures.evictions.inc({ reason });
    this.#deps.log.info('sse.evicted', { reason });
  }

  wroteWaiting(written: readonly Piece[]): void {
    const { pieces, merged } = countOf(written);
    this.#deps.measures.deliveries.inc(pieces);
    this.#deps.measures.recent.delivered(pieces);
    this.#deps.measures.conflated.inc(merged);
  }

  gone(connection: Connection): void {
    for (const topic of connection.topics.splice(0)) topic.leave(connection);
    this.#behind.delete(connection);
    if (this.#connections.delete(connection)) this.#onGone(connection);
  }

  /** Counts a connection among an auction's watchers, though not among those told what happens. */
  enter(auctionId: string, connection: Connection): Topic {
    const topic = this.#topics.get(auctionId) ?? this.#newTopic(auctionId);
    topic.entering.add(connection);
    // A list that grows by itself makes room for many, and most watch one auction.
    if (connection.topics.length === 0) connection.topics = [topic];
    else connection.topics.push(topic);
    if (topic.awaySinceMs !== null) this.#addAway(connection, topic.awaySinceMs);
    return topic;
  }

  leave(topic: Topic, connection: Connection): void {
    topic.leave(connection);
    const index = connection.topics.indexOf(topic);
    if (index === -1) return;
    connection.topics.splice(index, 1);
    if (topic.awaySinceMs !== null) this.#removeAway(connection);
  }

  /** The auction cannot be read from that UTC millisecond on: tells whoever watches it. */
  markAway(topic: Topic, sinceMs: number): void {
    topic.awaySinceMs = sinceMs;
    if (this.#topics.get(topic.auctionId) === topic) this.#away.add(topic);
    for (const watcher of topic.watchers()) this.#addAway(watcher, sinceMs);
  }

  /** It can be read again: its watchers are told, after what they missed. */
  markBack(topic: Topic): void {
    topic.awaySinceMs = null;
    this.#away.delete(topic);
    this.#deps.pulse.flush(topic.audience);
    for (const watcher of topic.watchers()) this.#removeAway(watcher);
  }

  /** Sends a last frame to everyone who is told what happens in the auction, and lets them go. */
  dismiss(topic: Topic, frame: Buffer): void {
    const { members } = topic.audience;
    topic.audience.tellSome(members, frame);
    for (const connection of members) this.leave(topic, connection);
  }

  /** Lets go of an auction that nobody watches. */
  drop(topic: Topic): void {
    this.#topics.delete(topic.auctionId);
    this.#away.delete(topic);
  }

  #newTopic(auctionId: string): Topic {
    const topic = new Topic(auctionId, this.#deps.pulse);
    this.#topics.set(auctionId, topic);
    return topic;
  }

  // One auction that cannot be read makes a connection stale, whatever else it watches.
  #addAway(connection: Connection, sinceMs: number): void {
    connection.awayCount += 1;
    if (connection.awayCount === 1) connection.send(sourceFrame('stale', sinceMs));
  }

  #removeAway(connection: Connection): void {
    connection.awayCount -= 1;
    if (connection.awayCount > 0) return;
    connection.send(sourceFrame('live', this.#deps.now()));
  }
}
