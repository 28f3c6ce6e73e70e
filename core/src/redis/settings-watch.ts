import type { Redis } from 'ioredis';
import type { AuctionRedis } from './connect.ts';
import { mastersOf } from './masters.ts';
import { isNewEnough, MAJOR_NEEDED, readSettings } from './settings.ts';

const LOOK_EVERY_MS = 60_000;

/** What the watch says, and how loudly. */
interface SettingsLog {
  error(event: string, facts: Record<string, unknown>): void;
  warn(event: string, facts: Record<string, unknown>): void;
  info(event: string): void;
}

/**
 * Whether a Redis that may lose accepted bids keeps a process from being ready (`required`), is told
 * in the log (`told`), or is nothing to it (`none`).
 */
export type Durability = 'required' | 'told' | 'none';

/**
 * Looks whether Redis is new enough and set to keep every accepted bid, each master of a cluster: at
 * once, whenever it is connected to again, and every minute; never in a bid's way. What is wrong is
 * said once in the log, and by `faults` for as long as it is.
 */
export class SettingsWatch {
  readonly #redis: AuctionRedis;
  readonly #log: SettingsLog;
  readonly #durability: Durability;
  readonly #look = (): void => void this.look();
  readonly #looking: NodeJS.Timeout;
  #faults: string[] = [];
  #told = '';

  constructor(deps: { redis: AuctionRedis; log: SettingsLog; durability: Durability }) {
    this.#redis = deps.redis;
    this.#log = deps.log;
    this.#durability = deps.durability;
    this.#redis.on('ready', this.#look);
    this.#looking = setInterval(this.#look, LOOK_EVERY_MS);
    if (this.#redis.status === 'ready') this.#look();
  }

  /** A sentence for each thing that keeps the process from being ready. */
  faults(): string[] {
    return this.#faults;
  }

  /** While Redis does not answer, what was found last stands. */
  async look(): Promise<void> {
    try {
      this.#tell(await Promise.all(mastersOf(this.#redis).map(lookAt)));
    } catch {
      // That it is away is said by whoever needs it.
    }
  }

  stop(): void {
    clearInterval(this.#looking);
    this.#redis.off('ready', this.#look);
  }

  #tell(found: Found[]): void {
    const old = sentences(found, 'old');
    const unsafe = this.#durability === 'none' ? [] : sentences(found, 'unsafe');
    const unchecked = this.#durability === 'none' ? [] : sentences(found, 'unchecked');
    this.#faults = this.#durability === 'required' ? [...old, ...unsafe] : old;
    const news = JSON.stringify([old, unsafe, unchecked]);
    if (news === this.#told) return;
    const wasWrong = this.#told !== '';
    this.#told = news;
    const servers = found.filter(({ old, unsafe }) => old.length + unsafe.length > 0);
    const facts = { faults: [...old, ...unsafe], servers: servers.map(({ place }) => place) };
    if (this.#faults.length > 0) this.#log.error('redis.unfit', facts);
    else if (unsafe.length > 0) this.#log.warn('redis.may-lose-bids', facts);
    else if (wasWrong) this.#log.info('redis.fit');
    if (unchecked.length > 0) this.#log.warn('redis.unchecked', { unchecked });
  }
}

interface Found {
  place: string;
  old: string[];
  unsafe: string[];
  unchecked: string[];
}

async function lookAt(master: Redis): Promise<Found> {
  const { version, lacking, unchecked } = await readSettings(master);
  const isOld = !isNewEnough(version);
  return {
    place: `${master.options.host}:${master.options.port}`,
    old: isOld
      ? [`redis: version ${version} is too old; ${MAJOR_NEEDED} or newer is needed, or Valkey`]
      : [],
    unsafe: lacking.map(
      ({ name, value, needed }) =>
        `redis: accepted bids may be lost, as ${name} is ${value} and must be ${needed}`,
    ),
    unchecked: [
      ...(version === null ? ['redis: its version cannot be checked'] : []),
      ...unchecked.map((name) => `redis: ${name} cannot be checked, as CONFIG is refused`),
    ],
  };
}

function sentences(found: Found[], kind: 'old' | 'unsafe' | 'unchecked'): string[] {
  return [...new Set(found.flatMap((one) => one[kind]))];
}
