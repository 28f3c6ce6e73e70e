import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { dueSchedules, scheduledEvent } from './schedules.ts';
import type { ScheduledEvent, ScheduleName } from './schedules.ts';

const DAY_MS = 86_400_000;

/** What a schedule wakes, in this order. */
export type Handlers = Record<ScheduleName, ((event: ScheduledEvent) => Promise<void>)[]>;

/**
 * Makes the function that one tick of the clock calls: it fires what came due since the tick before,
 * and again what failed then. The first tick fires the moments of the day before too, since nobody
 * knows what happened while no clock ran. Throws an AggregateError of the handlers that failed.
 */
export function ticker(options: {
  db: Db;
  handlers: Handlers;
  log: Pick<Log, 'info'>;
  now: () => number;
}): () => Promise<void> {
  const { db, handlers, log, now } = options;
  const waiting = new Map<ScheduleName, number>();
  let lastMs = now() - DAY_MS;
  return async () => {
    const nowMs = now();
    // A clock that was set back goes on from there; firing again what was fired changes nothing.
    const afterMs = Math.min(lastMs, nowMs);
    for (const { name, atMs } of dueSchedules(afterMs, nowMs)) waiting.set(name, atMs);
    for (const name of await ownHours(db, afterMs, nowMs)) waiting.set(name, nowMs);
    lastMs = nowMs;
    const errors: unknown[] = [];
    for (const [name, atMs] of waiting) {
      const event = scheduledEvent(name, atMs);
      const failed = await fire(handlers[name], event);
      errors.push(...failed);
      if (failed.length > 0) continue;
      waiting.delete(name);
      if (name !== 'sweep') log.info('clock.fired', { schedule: name, time: event.time });
    }
    if (errors.length > 0) throw new AggregateError(errors, 'a scheduled handler failed');
  };
}

// Each is a Lambda of its own: one that fails keeps no other from its work.
async function fire(handlers: Handlers[ScheduleName], event: ScheduledEvent): Promise<unknown[]> {
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

async function ownHours(db: Db, afterMs: number, nowMs: number): Promise<ScheduleName[]> {
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
      inArray(auctions.state, ['scheduled', 'live']),
      gt(auctions.closesAtMs, afterMs),
      lte(auctions.closesAtMs, nowMs),
    ),
  );
  return [
    ...(opening ? ['own-opening' as const] : []),
    ...(closing ? ['own-closing' as const] : []),
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
