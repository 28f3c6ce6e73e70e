import type { Subscriber } from '@sagopalgo/core/redis/connect.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import type { PersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';

interface PersonFeedDeps {
  subscriber: Subscriber;
  log: Log;
  /** Hears what is said to a person who is followed. */
  hear: (userId: string, message: PersonMessage) => void;
  /** Hears that everybody is followed again, and that some of what was said may be lost. */
  onBack: () => void;
}

/** Brings what is said to the people who have a stream here, and to nobody else. */
export class PersonFeed {
  readonly #deps: PersonFeedDeps;
  readonly #followed = new Map<string, { userId: string; subscribed: Promise<unknown> }>();

  /** `subscriber` may be shared with whoever else listens to channels of its own. */
  constructor(deps: PersonFeedDeps) {
    this.#deps = deps;
    deps.subscriber.on('smessage', (channel, message) => this.#hear(channel, message));
    deps.subscriber.on('ready', () => void this.#relink());
    // A cluster's client subscribes again by itself, master by master, and says so.
    deps.subscriber.on('subscribersReady', deps.onBack);
  }

  /** Resolves when whatever is said to the person from now on is heard; rejects while it cannot be. */
  async follow(userId: string): Promise<void> {
    const channel = personChannel(userId);
    const { subscriber } = this.#deps;
    // Waiting for a connection would queue a command for everybody who comes and goes in the meantime.
    if (subscriber.status !== 'ready') throw new Error('the subscriber has lost its connection');
    const known = this.#followed.get(channel);
    if (known) return void (await known.subscribed);
    const following = { userId, subscribed: subscriber.ssubscribe(channel) };
    this.#followed.set(channel, following);
    following.subscribed.catch(() => {
      if (this.#followed.get(channel) === following) this.#followed.delete(channel);
    });
    await following.subscribed;
  }

  unfollow(userId: string): void {
    const { subscriber, log } = this.#deps;
    const channel = personChannel(userId);
    if (!this.#followed.delete(channel)) return;
    // Without a connection it waits for one, which would take the channel up again by itself; at most
    // once for each who was followed when the connection was lost.
    subscriber.sunsubscribe(channel).catch((error) => log.debug('sse.redis-error', { error }));
  }

  #hear(channel: string, text: string): void {
    const known = this.#followed.get(channel);
    if (!known) return;
    const message = readPersonMessage(text);
    if (message) this.#deps.hear(known.userId, message);
    else this.#deps.log.error('sse.person-message-unreadable');
  }

  async #relink(): Promise<void> {
    const { subscriber, log, onBack } = this.#deps;
    const channels = subscriber.isCluster ? [] : [...this.#followed.keys()];
    try {
      if (channels.length > 0) await subscriber.ssubscribe(...channels);
      onBack();
    } catch (error) {
      log.debug('sse.redis-error', { error });
    }
  }
}
