import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { beat, forgetBeatsBefore } from '@sagopalgo/core/redis/heartbeat.ts';
import type { Beat } from '@sagopalgo/core/redis/heartbeat.ts';
import { isLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import type { Connections } from '../../connections.ts';
import { noteAlive, noteAway } from './note-outage.ts';

const ANSWERS_WITHIN_MS = 1_000;

/** The judge takes no bids now: Redis does not answer, cannot write, or does not have everything. */
export class JudgeAwayError extends Error {
  override readonly name = 'JudgeAwayError';
}

/**
 * Looks whether the judge takes bids and keeps in the record since when it does not. One for each
 * process that looks often: what it remembers makes the moments exact. One that looks for the first
 * time knows from the record when a keeper last saw the judge, from Redis when it was started and when
 * any process last had an answer before that: that no keeper looked is no outage.
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
    let beaten: Beat;
    try {
      beaten = await beatIfLoaded(redis, atMs);
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
    const { lastBeforeMs } = beaten;
    const startedAtMs = atMs - Math.min(...beaten.masters.map(({ uptimeMs }) => uptimeMs));
    const masters = beaten.masters.map(({ identity }) => identity);
    const seen = { atMs: seenAtMs, startedAtMs, masters, lastBeforeMs, outage };
    const { mastersSinceMs } = await noteAlive({ db, log }, seen);
    if (lastBeforeMs !== null) await forgetBeatsBefore(redis, beaten.masters, seenAtMs);
    this.#aliveAtMs = seenAtMs;
    this.#awaySinceMs = null;
    this.#backAtMs = null;
    return { startedAtMs: Math.max(startedAtMs, mastersSinceMs) };
  }
}

async function beatIfLoaded(redis: AuctionRedis, atMs: number): Promise<Beat> {
  const [loaded, beaten] = await withinTime(Promise.all([isLoaded(redis), beat(redis, atMs)]));
  if (!loaded) throw new Error('Redis was emptied and does not have everything yet');
  return beaten;
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
