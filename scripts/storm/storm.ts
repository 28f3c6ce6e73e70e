import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { KillableRedis } from '../walk/killable-redis.ts';
import type { SseProcess, SseProcesses } from '../stream/sse-processes.ts';
import type { Chance } from './chance.ts';
import type { StormRush } from './storm-rush.ts';
import type { StormWatcher } from './storm-watcher.ts';

const WITHIN_MS = 90_000;
const BIDS_BETWEEN = 60;
const CUTS = 5;
const BIDS_BETWEEN_CUTS = 15;

/** Everything that a storm goes over. */
export interface Stormed {
  store: KillableRedis;
  processes: SseProcesses;
  rush: StormRush;
  watchers: readonly StormWatcher[];
  chance: Chance;
  say: (line: string) => void;
}

/** What can happen to a process, to Redis, to the logs in it, or to whoever listens to it. */
export const BLOWS = [
  ...(['kill', 'restart', 'outage', 'outage-and-kill', 'trim-and-kill', 'deafen'] as const),
];

export type Blow = (typeof BLOWS)[number];

/** Processes that die and come back while people watch, and a Redis that does. */
export class Storm {
  /** Where sse-servers are right now. */
  readonly standing: SseProcess[] = [];
  /** For each time that Redis was away: how many were told, and that it was over. */
  readonly outages: { told: number }[] = [];
  readonly #stormed: Stormed;

  constructor(stormed: Stormed) {
    this.#stormed = stormed;
  }

  /** Starts so many sse-servers. */
  async begin(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#startOne()));
  }

  /** Deals one blow and waits until everybody who reads watches again and is told so. */
  async deal(blow: Blow): Promise<void> {
    const { say, rush } = this.#stormed;
    say(`${blow}, ${this.standing.length} standing, ${rush.accepted} bids`);
    if (blow === 'trim-and-kill') await rush.trim();
    if (blow === 'kill' || blow === 'trim-and-kill') await this.#lose((each) => each.kill());
    else if (blow === 'restart') await this.#lose((each) => each.stop());
    else if (blow === 'deafen') await this.#deafen();
    else await this.#outage(blow === 'outage-and-kill');
    await rush.untilAccepted(BIDS_BETWEEN);
    await this.untilWatching();
  }

  /** Waits until all who have not stopped reading watch, and nothing that they see may be old. */
  async untilWatching(): Promise<void> {
    await eventually(
      () => Promise.resolve(this.#readers.every((each) => each.isWatching && !each.story.isStale)),
      WITHIN_MS,
    );
  }

  get #readers(): StormWatcher[] {
    return this.#stormed.watchers.filter(({ isStopped }) => !isStopped);
  }

  async #startOne(): Promise<void> {
    this.standing.push(await this.#stormed.processes.start());
  }

  async #lose(how: (process: SseProcess) => Promise<void>): Promise<void> {
    const lost = this.#takeOne();
    await Promise.all([how(lost), this.#startOne()]);
  }

  // Bids go on while nobody hears of them.
  async #deafen(): Promise<void> {
    const { rush } = this.#stormed;
    for (let cut = 0; cut < CUTS; cut += 1) {
      await rush.cutSubscribers();
      await rush.untilAccepted(BIDS_BETWEEN_CUTS);
    }
  }

  // Not the youngest: hardly anybody has come to it yet.
  #takeOne(): SseProcess {
    const lost = this.#stormed.chance.oneOf(this.standing.slice(0, -1));
    this.standing.splice(this.standing.indexOf(lost), 1);
    return lost;
  }

  // A process that starts while Redis is away is up only when it is back.
  async #outage(alsoKills: boolean): Promise<void> {
    const { store } = this.#stormed;
    await store.kill();
    const lost = alsoKills ? this.#takeOne() : null;
    await lost?.kill();
    const isTold = ({ isWatching, story }: StormWatcher) => isWatching && story.isStale;
    await eventually(() => Promise.resolve(this.#readers.every(isTold)), WITHIN_MS);
    this.outages.push({ told: this.#readers.filter(isTold).length });
    await store.restart();
    if (lost) await this.#startOne();
  }
}
