import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { dueSchedules, scheduledEvent } from './schedules.ts';
import type { ScheduledEvent, ScheduleName } from './schedules.ts';

const DAY_MS = 86_400_000;
/** After a first failure; then twice as long each time. */
const RETRY_PAUSE_MS = 1_000;
const RETRY_PAUSE_MAX_MS = 30_000;

type Handler = (event: ScheduledEvent) => Promise<void>;

/** What a schedule wakes, in this order. */
export type Handlers = Partial<Record<ScheduleName, Handler[]>>;

/** A moment whose handlers have not all gone well yet. */
interface Waiting {
  atMs: number;
  notBeforeMs: number;
  pauseMs: number;
  errors: unknown[];
}

/**
 * Makes the function that one tick of the clock calls: it fires what came due since the tick before,
 * and, after pauses that grow, what failed then. The first tick fires the moments of the day before too, since nobody
 * knows what happened while no clock ran. Throws an AggregateError of what failed and has not gone well since.
 */
export function ticker(options: {
  db: Db;
  handlers: Handlers;
  log: Pick<Log, 'info'>;
  now: () => number;
}): () => Promise<void> {
  const { db, handlers, log, now } = options;
  const waiting = new Map<ScheduleName, Waiting>();
  const hasHours = handlers['own-opening'] !== undefined || handlers['own-closing'] !== undefined;
  let lastMs = now() - DAY_MS;
  return async () => {
    const nowMs = now();
    // A clock that was set back goes on from there; firing again what was fired changes nothing.
    const afterMs = Math.min(lastMs, nowMs);
    const hours = hasHours ? await ownHours(db, afterMs, nowMs) : [];
    const due = [...dueSchedules(afterMs, nowMs), ...hours];
    lastMs = nowMs;
    for (const { name, atMs } of due) {
      if (handlers[name]) waiting.set(name, { ...NEW, ...waiting.get(name), atMs, notBeforeMs: 0 });
    }
    for (const [name, moment] of waiting) {
      // A clock that was set back must not wait until it is as late again.
      if (nowMs < moment.notBeforeMs && moment.notBeforeMs - nowMs <= moment.pauseMs) continue;
      const event = scheduledEvent(name, moment.atMs);
      const errors = await fire(handlers[name] ?? [], event);
      if (errors.length > 0) waiting.set(name, later(moment, errors, now()));
      else waiting.delete(name);
      if (errors.length === 0 && name !== 'sweep') {
        log.info('clock.fired', { schedule: name, time: event.time });
      }
    }
    const errors = [...waiting.values()].flatMap((moment) => moment.errors);
    if (errors.length > 0) throw new AggregateError(errors, 'a scheduled handler failed');
  };
}

const NEW: Omit<Waiting, 'atMs'> = { notBeforeMs: 0, pauseMs: RETRY_PAUSE_MS, errors: [] };

function later({ atMs, pauseMs }: Waiting, errors: unknown[], nowMs: number): Waiting {
  const longer = Math.min(RETRY_PAUSE_MAX_MS, pauseMs * 2);
  return { atMs, errors, notBeforeMs: nowMs + pauseMs, pauseMs: longer };
}

// Each is a Lambda of its own: one that fails keeps no other from its work.
async function fire(handlers: readonly Handler[], event: ScheduledEvent): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const handler of handlers) {
    try {
      await handler(event);
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
}

async function ownHours(
  db: Db,
  afterMs: number,
  nowMs: number,
): Promise<{ name: ScheduleName; atMs: number }[]> {
  const opening = await some(
    db,
    and(
      eq(auctions.state, 'scheduled'),
      gt(auctions.opensAtMs, afterMs),
      lte(auctions.opensAtMs, nowMs),
    ),
  );
  const closing = await some(
    db,
    and(
      inArray(auctions.state, UNSETTLED_STATES),
      gt(auctions.closesAtMs, afterMs),
      lte(auctions.closesAtMs, nowMs),
    ),
  );
  return [
    ...(opening ? [{ name: 'own-opening' as const, atMs: nowMs }] : []),
    ...(closing ? [{ name: 'own-closing' as const, atMs: nowMs }] : []),
  ];
}

async function some(db: Db, condition: ReturnType<typeof and>): Promise<boolean> {
  const found = await db
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(condition)
    .limit(1);
  return found.length > 0;
}
