import type { AuctionRedis, Subscriber } from '@sagopalgo/core/redis/connect.ts';
import type { PersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import type { ChannelMessage } from '@sagopalgo/core/redis/public-events.ts';
import type { EventClaim } from '@sagopalgo/core/runtime/event-ticket.ts';
import { isMadeBefore } from '@sagopalgo/core/runtime/token.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import type { Connection } from './connection.ts';
import { EndChecks } from './end-checks.ts';
import { Hearing } from './hearing.ts';
import type { Measures } from './measures.ts';
import { outbidFrame, ownEventFrame, ownFrame } from './own-frames.ts';
import { PersonFeed } from './person-feed.ts';
import type { Topic } from './topic.ts';

export interface OwnEventsDeps {
  redis: AuctionRedis;
  subscriber: Subscriber;
  log: Log;
  measures: Measures;
  now: () => number;
}

export interface OwnEventsSettings {
  /** How often what falls due is looked for: one timer for everybody. */
  ownTickMs: number;
  /** How often it is asked whether a signing-in was ended. */
  ownRecheckMs: number;
  /** Over how long it is spread that everybody is told to read anew. */
  ownSpreadMs: number;
}

type Heard = Extract<ChannelMessage, { event: 'logged' }>;
type EndReason = 'expired' | 'signed-out';

/** A stream that is somebody's own. */
interface Owned extends EventClaim {
  connection: Connection;
  /** Whose turn it is when: not everybody's at once. */
  number: number;
  /** Somebody sees to it that it begins. */
  isBeginning: boolean;
  /** `own` was sent. */
  isTelling: boolean;
  /** When `own` is to be sent again, in UTC milliseconds. */
  announceAtMs: number | null;
}

/**
 * Tells people what concerns them alone, on their own streams and no others, for as long as the token
 * they came with is good and their signing-in was not ended. Then the stream goes on as everybody's.
 */
export class OwnEvents {
  readonly #deps: OwnEventsDeps;
  readonly #settings: OwnEventsSettings;
  readonly #owned = new Map<Connection, Owned>();
  readonly #ofUser = new Map<string, Set<Owned>>();
  readonly #persons: PersonFeed;
  readonly #ends: EndChecks;
  readonly #hearing = new Hearing();
  readonly #timer: NodeJS.Timeout;
  #ticks = 0;
  #begun = 0;

  constructor(deps: OwnEventsDeps, settings: OwnEventsSettings) {
    this.#deps = deps;
    this.#settings = settings;
    this.#ends = new EndChecks(deps.redis);
    this.#persons = new PersonFeed({
      ...{ subscriber: deps.subscriber, log: deps.log },
      hear: (userId, message) => this.#hearPerson(userId, message),
      onBack: () => {
        for (const owned of this.#owned.values()) this.#announceSoon(owned);
      },
    });
    this.#timer = setInterval(() => this.#tick(), settings.ownTickMs);
  }

  /** Makes a stream its person's own; `own` says from when on. When it closes, `forget` has to follow. */
  begin(connection: Connection, claim: EventClaim): void {
    this.#begun += 1;
    const owned = { ...claim, connection, number: this.#begun };
    this.#add({ ...owned, isBeginning: false, isTelling: false, announceAtMs: null });
  }

  /** A stream is closed, whosever it was. */
  forget(connection: Connection): void {
    const owned = this.#owned.get(connection);
    if (owned) this.#remove(owned);
  }

  /** The cookie that came with the stream is good no more. */
  deny(connection: Connection): void {
    connection.sendFirst(ownFrame(null));
  }

  /**
   * Something was heard of an auction; call it before that is told. Whoever a bid overtakes hears it on
   * those streams that watch the auction: right before the bid, where it was not read sooner than heard.
   */
  hear(topic: Topic, { told, outbidId }: Heard): void {
    if (!this.#hearing.hear(topic, { told })) this.#missed(topic);
    if (outbidId === null || told.event !== 'bid') return;
    for (const owned of [...(this.#ofUser.get(outbidId) ?? [])]) {
      if (!owned.connection.topics.includes(topic)) continue;
      this.#tell(owned, 'outbid', outbidFrame(told.data));
    }
  }

  /** An auction was found to stand elsewhere than what was heard of it says. */
  read(topic: Topic, live: { epoch: string; seq: number }): void {
    this.#hearing.read(topic, live, this.#deps.now());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  // Nobody knows whom the bids overtook that were read and not heard.
  #missed(topic: Topic): void {
    for (const connection of topic.watchers()) {
      const owned = this.#owned.get(connection);
      if (owned) this.#announceSoon(owned);
    }
  }

  #add(owned: Owned): void {
    const others = this.#ofUser.get(owned.userId);
    if (others) others.add(owned);
    else this.#ofUser.set(owned.userId, new Set([owned]));
    this.#owned.set(owned.connection, owned);
    this.#deps.measures.ownConnections.set(this.#owned.size);
    void this.#beginTelling(owned);
  }

  // Both the end of its events and the end of the stream come here; the second changes nothing.
  #remove(owned: Owned): boolean {
    if (!this.#owned.delete(owned.connection)) return false;
    this.#deps.measures.ownConnections.set(this.#owned.size);
    const others = this.#ofUser.get(owned.userId);
    others?.delete(owned);
    if (others?.size === 0) {
      this.#ofUser.delete(owned.userId);
      this.#persons.unfollow(owned.userId);
    }
    return true;
  }

  // What is said is heard before it is asked whether the signing-in was ended, so no end is missed.
  async #beginTelling(owned: Owned): Promise<void> {
    if (owned.isBeginning) return;
    owned.isBeginning = true;
    try {
      await this.#persons.follow(owned.userId);
      const isEnded = await this.#ends.isEnded(owned);
      if (isEnded === true) this.#end(owned, 'signed-out');
      else if (isEnded === false) this.#announce(owned);
    } catch (error) {
      this.#deps.log.debug('sse.redis-error', { error });
    }
    owned.isBeginning = false;
  }

  #hearPerson(userId: string, message: PersonMessage): void {
    for (const owned of [...(this.#ofUser.get(userId) ?? [])]) {
      if ('told' in message) {
        for (const event of message.told) this.#tell(owned, event.event, ownEventFrame(event));
      } else if (isEndOf(owned, message)) this.#end(owned, 'signed-out');
    }
  }

  #tell(owned: Owned, event: string, frame: Buffer): void {
    if (!owned.isTelling) return;
    if (owned.untilMs <= this.#deps.now()) return this.#end(owned, 'expired');
    owned.connection.sendFirst(frame);
    this.#deps.measures.ownEvents.inc({ event });
  }

  #announce(owned: Owned): void {
    if (!this.#owned.has(owned.connection)) return;
    owned.announceAtMs = null;
    if (owned.untilMs <= this.#deps.now()) return this.#end(owned, 'expired');
    owned.isTelling = true;
    owned.connection.sendFirst(ownFrame(owned.untilMs));
  }

  #announceSoon(owned: Owned): void {
    // One that has not begun is told when it does.
    if (!owned.isTelling) return;
    owned.announceAtMs ??= this.#deps.now() + Math.random() * this.#settings.ownSpreadMs;
  }

  #end(owned: Owned, reason: EndReason): void {
    if (!this.#remove(owned)) return;
    this.#deps.measures.ownEnds.inc({ reason });
    owned.connection.sendFirst(ownFrame(null));
  }

  #tick(): void {
    const nowMs = this.#deps.now();
    for (const topic of this.#hearing.takeLost(nowMs)) this.#missed(topic);
    const { ownTickMs, ownRecheckMs } = this.#settings;
    const turns = Math.max(1, Math.round(ownRecheckMs / ownTickMs));
    this.#ticks += 1;
    for (const owned of this.#owned.values()) {
      const isItsTurn = owned.number % turns === this.#ticks % turns;
      if (owned.untilMs <= nowMs) this.#end(owned, 'expired');
      else if (owned.announceAtMs !== null && owned.announceAtMs <= nowMs) this.#announce(owned);
      else if (isItsTurn) void (owned.isTelling ? this.#recheck(owned) : this.#beginTelling(owned));
    }
  }

  // While Redis cannot say, whoever was signed in goes on being so.
  async #recheck(owned: Owned): Promise<void> {
    try {
      if (await this.#ends.isEnded(owned)) this.#end(owned, 'signed-out');
    } catch (error) {
      this.#deps.log.debug('sse.redis-error', { error });
    }
  }
}

function isEndOf(
  { familyId, untilMs }: EventClaim,
  message: Exclude<PersonMessage, { told: unknown }>,
): boolean {
  if ('endedFamilyId' in message) return familyId === message.endedFamilyId;
  return familyId === '' && isMadeBefore(untilMs, message.tokensFromMs);
}
