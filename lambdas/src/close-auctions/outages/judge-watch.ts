import { Cluster } from 'ioredis';
import { askEach } from '@sagopalgo/core/redis/ask-each.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { isLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import { readMasters } from '@sagopalgo/core/redis/masters.ts';
import type { Master } from '@sagopalgo/core/redis/masters.ts';
import { slotOf } from '@sagopalgo/core/redis/slots.ts';
import type { Connections } from '../../connections.ts';
import { noteAlive, noteAway } from './note-outage.ts';

const HEARTBEAT_KEY = 'judge:heartbeat';
const ANSWERS_WITHIN_MS = 1_000;
/** So many tags find a key on each of many masters. */
const TAGS_MAX = 1_000;

/** The judge takes no bids now: Redis does not answer, cannot write, or does not have everything. */
export class JudgeAwayError extends Error {
  override readonly name = 'JudgeAwayError';
}

/**
 * Looks whether the judge takes bids and keeps in the record since when it does not. One for each
 * process that looks often: what it remembers makes the moments exact. One that looks for the first
 * time knows from the record when somebody last saw the judge, and from Redis when it was started:
 * that nobody looked is no outage.
 */
export class JudgeWatch {
  #aliveAtMs: number | null = null;
  #awaySinceMs: number | null = null;
  #backAtMs: number | null = null;
  #looking: Promise<{ startedAtMs: number }> | null = null;

  /**
   * Returns when Redis was started, or when a master was first seen that had not been one before, as
   * after a failover (UTC milliseconds, to the second); throws a JudgeAwayError while no bids can be
   * taken. Calls at the same time look once.
   */
  look(connections: Connections): Promise<{ startedAtMs: number }> {
    this.#looking ??= this.#lookOnce(connections).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce({ db, redis, now, log }: Connections): Promise<{ startedAtMs: number }> {
    const atMs = now();
    let judging: Master[];
    try {
      judging = await beat(redis, atMs);
    } catch (error) {
      this.#awaySinceMs ??= this.#aliveAtMs ?? atMs;
      this.#backAtMs = null;
      await noteAway({ db, log }, { sinceMs: this.#awaySinceMs, atMs: now() });
      throw new JudgeAwayError('the judge takes no bids', { cause: error });
    }
    const seenAtMs = now();
    if (this.#awaySinceMs !== null) this.#backAtMs ??= seenAtMs;
    const outage =
      this.#awaySinceMs === null
        ? null
        : { startedAtMs: this.#awaySinceMs, endedAtMs: this.#backAtMs ?? seenAtMs };
    if (outage === null) this.#aliveAtMs = seenAtMs;
    // Should the record not answer now, the outage is kept in mind until it does.
    const startedAtMs = atMs - Math.min(...judging.map(({ uptimeMs }) => uptimeMs));
    const masters = judging.map(({ identity }) => identity);
    const seen = { atMs: seenAtMs, startedAtMs, masters, outage };
    const { mastersSinceMs } = await noteAlive({ db, log }, seen);
    this.#aliveAtMs = seenAtMs;
    this.#awaySinceMs = null;
    this.#backAtMs = null;
    return { startedAtMs: Math.max(startedAtMs, mastersSinceMs) };
  }
}

// A write, so that the answer comes after the disk has it, as a bid's does; on each master of a
// cluster. Returns who answered.
async function beat(redis: AuctionRedis, atMs: number): Promise<Master[]> {
  const asked = Promise.all([
    isLoaded(redis),
    askEach(
      redis,
      heartbeatKeys(redis).map((key) => ['set', key, atMs]),
    ),
    readMasters(redis),
  ]);
  const [loaded, { answers }, masters] = await withinTime(asked);
  const fault = answers.find((answer) => answer instanceof Error);
  if (fault) throw fault;
  if (!loaded) throw new Error('Redis was emptied and does not have everything yet');
  return masters;
}

function heartbeatKeys(redis: AuctionRedis): string[] {
  if (!(redis instanceof Cluster)) return [HEARTBEAT_KEY];
  const masters = new Set(redis.slots.map(([master]) => master));
  return Array.from({ length: TAGS_MAX }, (_, tag) => `${HEARTBEAT_KEY}:{${tag}}`).filter((key) =>
    masters.delete(redis.slots[slotOf(key)]?.[0]),
  );
}

async function withinTime<Result>(asked: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`Redis did not answer in ${ANSWERS_WITHIN_MS} ms`);
    timer = setTimeout(reject, ANSWERS_WITHIN_MS, error);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
    asked.catch(() => undefined);
  }
}
