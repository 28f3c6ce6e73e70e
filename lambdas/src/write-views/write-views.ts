import { asc, inArray, lt, sql } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { viewBatches } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { markChanged, URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
import { VIEW_SHARDS } from '@sagopalgo/core/redis/keys.ts';
import { dropViews, takeViews } from '@sagopalgo/core/redis/view-counts.ts';
import type { ViewBatch } from '@sagopalgo/core/redis/view-counts.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';

/** One that a run before left, and what was counted since. */
const BATCHES_A_SHARD = 2;
/** So many rows are locked at once. */
const AUCTIONS_A_STEP = 100;
/** The search is told when the views of an auction have grown by this. */
const VIEW_STEP = 1.2;
/** No run that took a batch is still about to write it after that. */
const KNOWN_FOR_MS = 86_400_000;
const FORGOTTEN_A_RUN = 500;

type Used = Pick<Connections, 'db' | 'redis' | 'now'>;

/**
 * Adds to the record what Redis has counted since the last run. Each batch is written once, whatever dies
 * between Redis and the record: it stays aside in Redis until it is written, and the record knows it by its
 * id. Returns how many views were added.
 */
export async function writeViews(connections: Used): Promise<{ views: number }> {
  const shards = Array.from({ length: VIEW_SHARDS }, (_, shard) => shard);
  const written = await tryEvery(shards, (shard) => writeShard(connections, shard));
  const views = written.reduce((sum, count) => sum + count, 0);
  if (views > 0) await forgetOld(connections);
  return { views };
}

/**
 * Adds a batch to the record in steps, unless they are there; returns how many views were added. A batch is
 * always the same, and so are its steps.
 */
export async function writeBatch(
  connections: Pick<Connections, 'db' | 'now'>,
  { batchId, views }: ViewBatch,
): Promise<number> {
  // Always in the same order, so that two runs do not wait for each other in a circle.
  const counts = [...views].toSorted(([a], [b]) => (a < b ? -1 : 1));
  let written = 0;
  for (let start = 0; start < counts.length; start += AUCTIONS_A_STEP) {
    const stepId = `${batchId}-${start / AUCTIONS_A_STEP}`;
    const step = counts.slice(start, start + AUCTIONS_A_STEP);
    written += await writeStep(connections, stepId, step);
  }
  return written;
}

type Counts = readonly (readonly [auctionId: string, views: number])[];

async function writeStep(
  { db, now }: Pick<Connections, 'db' | 'now'>,
  batchId: string,
  counts: Counts,
): Promise<number> {
  try {
    return await db.transaction(async (tx) => {
      await tx.insert(viewBatches).values({ batchId, writtenAtMs: now() });
      const ids = counts.map(([id]) => id);
      const before = await readViews(tx, ids);
      await addViews(tx, counts);
      const moved = [...(await readViews(tx, ids))].filter(
        ([id, views]) => viewStep(views) !== viewStep(before.get(id) ?? 0),
      );
      const movedIds = moved.map(([id]) => id);
      await markChanged(tx, movedIds, now(), URGENCY.backlog);
      return counts.reduce((sum, [, count]) => sum + count, 0);
    });
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    return 0;
  }
}

/** The order by views follows in steps: the first views one by one, then each that is a fifth more. */
function viewStep(views: number): number {
  return views === 0 ? -1 : Math.floor(Math.log(views) / Math.log(VIEW_STEP));
}

async function readViews(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const { auctionId, viewCount } = auctions;
  const rows = await tx
    .select({ auctionId, viewCount })
    .from(auctions)
    .where(inArray(auctionId, [...ids]))
    .orderBy(asc(auctionId))
    .for('update');
  return new Map(rows.map((row) => [row.auctionId, row.viewCount]));
}

async function writeShard(connections: Used, shard: number): Promise<number> {
  let views = 0;
  for (let batch = 0; batch < BATCHES_A_SHARD; batch += 1) {
    const taken = await takeViews(connections.redis, shard);
    if (!taken) break;
    views += await writeBatch(connections, taken);
    await dropViews(connections.redis, shard, taken.batchId);
  }
  return views;
}

async function addViews(tx: Tx, counts: Counts): Promise<void> {
  const { auctionId, viewCount } = auctions;
  const cases = counts.map(([id, count]) => sql`WHEN ${id} THEN ${count}`);
  const added = sql`CASE ${auctionId} ${sql.join(cases, sql` `)} ELSE 0 END`;
  const ids = counts.map(([id]) => id);
  await tx
    .update(auctions)
    .set({ viewCount: sql`${viewCount} + ${added}` })
    .where(inArray(auctionId, ids));
}

async function forgetOld({ db, now }: Used): Promise<void> {
  const { batchId, writtenAtMs } = viewBatches;
  const old = await db
    .select({ batchId })
    .from(viewBatches)
    .where(lt(writtenAtMs, now() - KNOWN_FOR_MS))
    .orderBy(asc(writtenAtMs))
    .limit(FORGOTTEN_A_RUN);
  if (old.length === 0) return;
  const ids = old.map((batch) => batch.batchId);
  await db.delete(viewBatches).where(inArray(batchId, ids));
}
