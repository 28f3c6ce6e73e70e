import { randomUUID } from 'node:crypto';
import { eq, isNull, sql } from 'drizzle-orm';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { judgeOutages, judgeWatch } from '@sagopalgo/core/mysql/outage-schema.ts';
import type { Connections } from '../../connections.ts';

/** Shorter ones are told nobody apart from a slow answer. */
const OUTAGE_FROM_MS = 1_000;
/** Somebody else has seen the judge this lately: it is this process that cannot reach it. */
const SEEN_LATELY_MS = 1_500;
const WATCH_ID = 'judge';

type Used = Pick<Connections, 'db' | 'log'>;

/** Begins an outage once it has lasted for over a second, unless somebody else sees the judge. */
export async function noteAway(
  { db, log }: Used,
  { sinceMs, atMs }: { sinceMs: number; atMs: number },
): Promise<void> {
  if (atMs - sinceMs <= OUTAGE_FROM_MS) return;
  await ensureWatch(db);
  await db.transaction(async (tx) => {
    const { aliveAtMs } = await lockWatch(tx);
    // A judge that nobody has ever seen is being set up.
    if (aliveAtMs === null || aliveAtMs > atMs - SEEN_LATELY_MS) return;
    if (await lastingOutage(tx)) return;
    const startedAtMs = Math.max(sinceMs, aliveAtMs);
    await tx.insert(judgeOutages).values({ outageId: randomUUID(), startedAtMs });
    log.error('judge.away', { sinceMs: startedAtMs });
  });
}

/**
 * Notes that the judge was seen, ends an outage that lasted until now, and adds one that nobody was
 * there to see: Redis was started after the judge was last seen. Returns since when the masters are
 * what they are: what was answered may be unknown to one that took over.
 */
export async function noteAlive(
  { db, log }: Used,
  seen: {
    atMs: number;
    /** When Redis was started. */
    startedAtMs: number;
    /** The identities of all masters. */
    masters: readonly string[];
    /** When anybody last had an answer from the masters before these; null when nobody knows. */
    lastBeforeMs: number | null;
    /** What the process that looks has seen of an outage itself. */
    outage: { startedAtMs: number; endedAtMs: number } | null;
  },
): Promise<{ mastersSinceMs: number }> {
  await ensureWatch(db);
  return await db.transaction(async (tx) => {
    const watch = await lockWatch(tx);
    const { aliveAtMs } = watch;
    const wasRestarted = aliveAtMs !== null && seen.startedAtMs > aliveAtMs;
    const lasting = await lastingOutage(tx);
    const lastSeenMs = Math.max(aliveAtMs ?? 0, seen.lastBeforeMs ?? 0);
    const unseen = wasRestarted ? { startedAtMs: lastSeenMs, endedAtMs: seen.startedAtMs } : null;
    if (lasting) {
      const startedAtMs = Math.min(lasting.startedAtMs, unseen?.startedAtMs ?? Infinity);
      const endedAtMs =
        seen.outage?.endedAtMs ?? Math.max(unseen?.endedAtMs ?? seen.atMs, startedAtMs);
      await tx
        .update(judgeOutages)
        .set({ startedAtMs, endedAtMs })
        .where(eq(judgeOutages.outageId, lasting.outageId));
      log.warn('judge.back', { startedAtMs, endedAtMs });
    } else if (aliveAtMs !== null) {
      await addOutage({ tx, log }, seen.outage ?? unseen);
    }
    const masters = [...seen.masters].toSorted().join(' ');
    const isOther = tookOver(watch, seen.masters);
    const mastersSinceMs = Math.max(watch.mastersSinceMs, isOther ? seen.atMs : 0);
    if (isOther) log.warn('judge.other-masters', { masters });
    await tx
      .update(judgeWatch)
      .set({
        aliveAtMs: sql`GREATEST(${judgeWatch.aliveAtMs}, ${seen.atMs})`,
        ...{ masters, mastersSinceMs },
      })
      .where(eq(judgeWatch.watchId, WATCH_ID));
    return { mastersSinceMs };
  });
}

// Those that are seen first have taken over from nobody.
function tookOver(before: { masters: string | null }, masters: readonly string[]): boolean {
  if (before.masters === null) return false;
  const known = new Set(before.masters.split(' '));
  return masters.some((master) => !known.has(master));
}

async function addOutage(
  { tx, log }: { tx: Tx; log: Used['log'] },
  outage: { startedAtMs: number; endedAtMs: number } | null,
): Promise<void> {
  if (outage === null || outage.endedAtMs - outage.startedAtMs <= OUTAGE_FROM_MS) return;
  await tx.insert(judgeOutages).values({ outageId: randomUUID(), ...outage });
  log.warn('judge.back', outage);
}

// Made outside of any transaction: several that insert it at once would wait for each other.
async function ensureWatch(db: Db): Promise<void> {
  if ((await db.$count(judgeWatch)) > 0) return;
  await db.insert(judgeWatch).ignore().values({ watchId: WATCH_ID, aliveAtMs: 0 });
}

// One looker at a time. `aliveAtMs` is when the judge was last seen.
async function lockWatch(tx: Tx) {
  const [row] = await tx
    .select()
    .from(judgeWatch)
    .where(eq(judgeWatch.watchId, WATCH_ID))
    .for('update');
  const { aliveAtMs = 0, masters = null, mastersSinceMs = 0 } = row ?? {};
  return { aliveAtMs: aliveAtMs === 0 ? null : aliveAtMs, masters, mastersSinceMs };
}

async function lastingOutage(tx: Tx) {
  const [row] = await tx.select().from(judgeOutages).where(isNull(judgeOutages.endedAtMs)).limit(1);
  return row;
}
