import { hash, randomUUID } from 'node:crypto';
import { desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { judgeOutages, judgeWatch } from '@sagopalgo/core/mysql/outage-schema.ts';
import { cover, haveCommon, readSlots } from '@sagopalgo/core/redis/slot-ranges.ts';
import type { Connections } from '../../connections.ts';

/** Shorter ones are told nobody apart from a slow answer. */
const OUTAGE_FROM_MS = 1_000;
/** Somebody else has seen the judge this lately: it is this process that cannot reach it. */
const SEEN_LATELY_MS = 1_500;

type Used = Pick<Connections, 'db' | 'log'>;
/** Of a part of the judge, as `slot-ranges.ts` writes them; null for the whole. */
type Slots = string | null;

/** Begins an outage once it has lasted for over a second, unless somebody else sees that part of the judge. */
export async function noteAway(
  { db, log }: Used,
  slots: Slots,
  { sinceMs, atMs }: { sinceMs: number; atMs: number },
): Promise<void> {
  if (atMs - sinceMs <= OUTAGE_FROM_MS) return;
  await ensureWatch(db, slots);
  await db.transaction(async (tx) => {
    const { aliveAtMs } = await lockWatch(tx, slots);
    // A judge that nobody has ever seen is being set up.
    if (aliveAtMs === null || aliveAtMs > atMs - SEEN_LATELY_MS) return;
    if (areCovered(slots, await lastingOutages(tx, slots))) return;
    const startedAtMs = Math.max(sinceMs, aliveAtMs);
    await tx.insert(judgeOutages).values({ outageId: randomUUID(), startedAtMs, slots });
    log.error('judge.away', { sinceMs: startedAtMs, slots });
  });
}

/** A part of the judge that takes bids, as a process has seen it. */
export interface SeenAlive {
  atMs: number;
  /** When its Redis was started. */
  startedAtMs: number;
  /** The identity of its master. */
  master: string;
  /** When anybody last had an answer from the masters before this one; null when nobody knows. */
  lastBeforeMs: number | null;
  /** What the process that looks has seen of an outage itself. */
  outage: { startedAtMs: number; endedAtMs: number } | null;
}

/**
 * Notes that a part of the judge was seen, ends an outage that lasted until now, and adds one that nobody
 * was there to see: its Redis was started after it was last seen. Returns since when the master is what
 * it is: what was answered may be unknown to one that took over.
 */
export async function noteAlive(
  { db, log }: Used,
  slots: Slots,
  seen: SeenAlive,
): Promise<{ masterSinceMs: number }> {
  await ensureWatch(db, slots);
  return await db.transaction(async (tx) => {
    const watch = await lockWatch(tx, slots);
    await noteReturn({ tx, log }, slots, { seen, aliveAtMs: watch.aliveAtMs });
    const isOther = watch.masters !== null && !watch.masters.includes(seen.master);
    const masterSinceMs = Math.max(watch.masterSinceMs, isOther ? seen.atMs : 0);
    if (isOther) log.warn('judge.other-masters', { masters: seen.master, slots });
    await tx
      .update(judgeWatch)
      .set({
        aliveAtMs: sql`GREATEST(${judgeWatch.aliveAtMs}, ${seen.atMs})`,
        ...{ masters: seen.master, mastersSinceMs: masterSinceMs, slots },
      })
      .where(eq(judgeWatch.watchId, watchIdOf(slots)));
    return { masterSinceMs };
  });
}

/** The slots of the parts that were seen last; null among them is the whole judge. */
export async function findWatched(db: Db): Promise<Slots[]> {
  const rows = await db.select().from(judgeWatch).orderBy(desc(judgeWatch.aliveAtMs));
  const latest: Slots[] = [];
  for (const { slots } of rows) {
    const isOlder = latest.some((each) => haveCommon(readSlots(each), readSlots(slots)));
    if (!isOlder) latest.push(slots);
  }
  return latest;
}

/** What tells the parts apart, however often slots pass from one master to another. */
export function watchIdOf(slots: Slots): string {
  return slots === null ? 'judge' : hash('sha1', slots, 'hex');
}

async function noteReturn(
  { tx, log }: { tx: Tx; log: Used['log'] },
  slots: Slots,
  { seen, aliveAtMs }: { seen: SeenAlive; aliveAtMs: number | null },
): Promise<void> {
  const wasRestarted = aliveAtMs !== null && seen.startedAtMs > aliveAtMs;
  const lastSeenMs = Math.max(aliveAtMs ?? 0, seen.lastBeforeMs ?? 0);
  const unseen = wasRestarted ? { startedAtMs: lastSeenMs, endedAtMs: seen.startedAtMs } : null;
  const lasting = await lastingOutages(tx, slots);
  for (const { outageId, ...begun } of lasting) {
    const startedAtMs = Math.min(begun.startedAtMs, unseen?.startedAtMs ?? Infinity);
    const endedAtMs =
      seen.outage?.endedAtMs ?? Math.max(unseen?.endedAtMs ?? seen.atMs, startedAtMs);
    await tx
      .update(judgeOutages)
      .set({ startedAtMs, endedAtMs })
      .where(eq(judgeOutages.outageId, outageId));
    log.warn('judge.back', { startedAtMs, endedAtMs, slots: begun.slots });
  }
  if (areCovered(slots, lasting) || aliveAtMs === null) return;
  const outage = seen.outage ? afterAlive(seen.outage, aliveAtMs) : unseen;
  if (outage === null) return;
  if (outage.endedAtMs - outage.startedAtMs <= OUTAGE_FROM_MS) return;
  await tx.insert(judgeOutages).values({ outageId: randomUUID(), ...outage, slots });
  log.warn('judge.back', { ...outage, slots });
}

// Made outside of any transaction: several that insert it at once would wait for each other.
async function ensureWatch(db: Db, slots: Slots): Promise<void> {
  const watchId = watchIdOf(slots);
  if ((await db.$count(judgeWatch, eq(judgeWatch.watchId, watchId))) > 0) return;
  await db.insert(judgeWatch).ignore().values({ watchId, slots, aliveAtMs: 0 });
}

// One looker at a time. `aliveAtMs` is when the part was last seen, `masters` who was seen in it. Slots
// that have moved between masters, or into a cluster, were watched as another part before.
async function lockWatch(tx: Tx, slots: Slots) {
  const rows = await tx.select().from(judgeWatch).for('update');
  const own = rows.find(({ watchId }) => watchId === watchIdOf(slots));
  const common = rows.filter((row) => haveCommon(readSlots(row.slots), readSlots(slots)));
  const aliveAtMs = Math.max(0, ...common.map((row) => row.aliveAtMs));
  const known = own?.masters ? [own] : common;
  const masters = known.flatMap((row) => row.masters?.split(' ') ?? []);
  return {
    aliveAtMs: aliveAtMs === 0 ? null : aliveAtMs,
    masters: masters.length === 0 ? null : masters,
    masterSinceMs: Math.max(0, ...known.map((row) => row.mastersSinceMs)),
  };
}

async function lastingOutages(tx: Tx, slots: Slots) {
  const rows = await tx.select().from(judgeOutages).where(isNull(judgeOutages.endedAtMs));
  return rows.filter((row) => haveCommon(readSlots(row.slots), readSlots(slots)));
}

// What this process could not reach while another saw it was not away.
function afterAlive(outage: NonNullable<SeenAlive['outage']>, aliveAtMs: number) {
  return { ...outage, startedAtMs: Math.max(outage.startedAtMs, aliveAtMs) };
}

function areCovered(slots: Slots, by: readonly { slots: Slots }[]): boolean {
  return cover(
    by.flatMap((row) => readSlots(row.slots)),
    readSlots(slots),
  );
}
