import type { Connection } from './connection.ts';
import type { Measures } from './measures.ts';
import { Topic } from './topic.ts';

/** Who watches what in this process. */
export class Hub {
  readonly #measures: Measures;
  readonly #topics = new Map<string, Topic>();
  readonly #topicsOf = new Map<Connection, Set<Topic>>();

  constructor(measures: Measures) {
    this.#measures = measures;
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
    return topic;
  }

  /** From now on the connection is told what happens in the auction. */
  join(topic: Topic, connection: Connection): void {
    if (topic.entering.delete(connection)) topic.joined.add(connection);
  }

  leave(topic: Topic, connection: Connection): void {
    topic.entering.delete(connection);
    topic.joined.delete(connection);
    this.#topicsOf.get(connection)?.delete(topic);
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
    for (const topic of this.#topicsOf.get(connection) ?? []) {
      topic.entering.delete(connection);
      topic.joined.delete(connection);
    }
    this.#topicsOf.delete(connection);
  }
}
