import { setTimeout as pause } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import type { Db } from '../../mysql/connect.ts';
import { timedRows, TookTooLongError } from '../../mysql/timed-rows.ts';
import type { Slots } from '../../runtime/slots.ts';
import { SearchAwayError } from '../auction-search.ts';

/** A statement that the server does not end in time is not waited for longer. */
const GRACE_MS = 500;

/** Runs a SELECT, of which what follows that word is given. */
export type Select = <Row>(rest: SQL, aside?: Aside) => Promise<Row[]>;

/** What nobody waits for: it has a shorter time, and gives up where it would have to wait for a slot. */
export interface Aside {
  withinMs: number;
}

/**
 * Begins something that takes several SELECTs, all of which together may take `withinMs` and no more, in slots
 * shared with others: what takes longer, and what there is no slot for, throws a SearchAwayError. A slot is
 * free again when its statement has ended; one whose asker has given up meanwhile is not run any more.
 */
export function timedSelects(db: Db, slots: Slots, withinMs: number): () => Select {
  async function run<Row>(rest: SQL, untilMs: number, done: AbortSignal): Promise<Row[]> {
    if (done.aborted) throw tooLong();
    const leftMs = Math.ceil(untilMs - performance.now());
    if (leftMs <= 0) throw tooLong();
    try {
      return await timedRows<Row>(db, rest, leftMs);
    } catch (error) {
      throw error instanceof TookTooLongError ? tooLong() : error;
    }
  }
  async function select<Row>(rest: SQL, endsAtMs: number, aside?: Aside): Promise<Row[]> {
    const nowMs = performance.now();
    const untilMs = aside ? Math.min(endsAtMs, nowMs + aside.withinMs) : endsAtMs;
    if (untilMs <= nowMs) throw tooLong();
    const done = new AbortController();
    const work = () => run<Row>(rest, untilMs, done.signal);
    const running = aside ? slots.runAtOnce(work) : slots.run(work);
    running.catch(() => undefined);
    try {
      return await Promise.race([running, givingUp(untilMs - nowMs + GRACE_MS, done.signal)]);
    } finally {
      done.abort();
    }
  }
  return () => {
    const endsAtMs = performance.now() + withinMs;
    return (rest, aside) => select(rest, endsAtMs, aside);
  };
}

function tooLong(): SearchAwayError {
  return new SearchAwayError('it took too long');
}

async function givingUp(withinMs: number, done: AbortSignal): Promise<never> {
  await pause(withinMs, null, { signal: done });
  throw tooLong();
}
