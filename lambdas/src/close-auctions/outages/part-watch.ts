import { beat, forgetBeatsBefore } from '@sagopalgo/core/redis/heartbeat.ts';
import type { Beat } from '@sagopalgo/core/redis/heartbeat.ts';
import type { Part } from '@sagopalgo/core/redis/places.ts';
import type { Connections } from '../../connections.ts';
import { noteAlive, noteAway } from './note-outage.ts';
import type { SeenPart } from './sight.ts';

const ANSWERS_WITHIN_MS = 1_000;

/** Looks whether one part of the judge takes bids; what it remembers from look to look makes the moments exact. */
export class PartWatch {
  #aliveAtMs: number | null = null;
  #awaySinceMs: number | null = null;
  #backAtMs: number | null = null;

  /** One look, which is kept in the record. */
  async look({ db, redis, now, log }: Connections, part: Part): Promise<SeenPart> {
    const atMs = now();
    const { slots } = part;
    let beaten: Beat;
    try {
      beaten = await withinTime(beat(redis, part, atMs));
    } catch (fault) {
      this.#awaySinceMs ??= this.#aliveAtMs ?? atMs;
      this.#backAtMs = null;
      await noteAway({ db, log }, slots, { sinceMs: this.#awaySinceMs, atMs: now() });
      return { slots, startedAtMs: null, fault };
    }
    const seenAtMs = now();
    if (this.#awaySinceMs !== null) this.#backAtMs ??= seenAtMs;
    const outage =
      this.#awaySinceMs === null
        ? null
        : { startedAtMs: this.#awaySinceMs, endedAtMs: this.#backAtMs ?? seenAtMs };
    if (outage === null) this.#aliveAtMs = seenAtMs;
    // Should the record not answer now, the outage is kept in mind until it does.
    const { master, lastBeforeMs } = beaten;
    const startedAtMs = atMs - master.uptimeMs;
    const seen = { atMs: seenAtMs, startedAtMs, master: master.identity, lastBeforeMs, outage };
    const { masterSinceMs } = await noteAlive({ db, log }, slots, seen);
    if (lastBeforeMs !== null) await forgetBeatsBefore(redis, part, master, seenAtMs);
    this.#aliveAtMs = seenAtMs;
    this.#awaySinceMs = null;
    this.#backAtMs = null;
    return { slots, startedAtMs: Math.max(startedAtMs, masterSinceMs) };
  }
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
