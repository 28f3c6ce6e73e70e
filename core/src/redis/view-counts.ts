import { hash, randomUUID } from 'node:crypto';
import type { AuctionRedis } from './connect.ts';
import { VIEW_SHARDS, viewKeys } from './keys.ts';
import { slotOf } from './slots.ts';

/** The same viewer of the same auction counts again after this. */
const AGAIN_AFTER_MS = 3_600_000;
/** Of a shard: above it the oldest are forgotten sooner, so that no rush of looks fills Redis. */
const VIEWERS_MAX = 100_000;
const MARK_CHARS = 16;
const BATCH_FIELD = ':batch';

/** Views to be written down, by auction; the same under the same id until they are dropped. */
export interface ViewBatch {
  batchId: string;
  views: ReadonlyMap<string, number>;
}

/**
 * Counts that `viewer` looks at an auction, unless the same did so within the hour; true when it was
 * counted. Redis is told neither who looks nor, beside how many there are, at what.
 */
export async function countView(
  redis: AuctionRedis,
  auctionId: string,
  viewer: string,
): Promise<boolean> {
  const { viewers, counted } = viewKeys(viewShardOf(auctionId));
  const mark = hash('sha256', `${auctionId}|${viewer}`, 'base64url').slice(0, MARK_CHARS);
  const terms = [auctionId, mark, AGAIN_AFTER_MS, VIEWERS_MAX];
  return (await redis.countViewScript(viewers, counted, ...terms)) === 1;
}

/** Takes what was counted in a shard, or what was taken before and not dropped; null for nothing. */
export async function takeViews(redis: AuctionRedis, shard: number): Promise<ViewBatch | null> {
  const { counted, taken } = viewKeys(shard);
  const found = await redis.takeViewsScript(counted, taken, randomUUID());
  const views = new Map<string, number>();
  let batchId: string | null = null;
  for (let index = 0; index < found.length; index += 2) {
    const [name = '', value = ''] = found.slice(index, index + 2);
    if (name === BATCH_FIELD) batchId = value;
    else views.set(name, Number(value));
  }
  return batchId === null ? null : { batchId, views };
}

/** Lets go of a batch that is in the record; harmless when repeated. */
export async function dropViews(
  redis: AuctionRedis,
  shard: number,
  batchId: string,
): Promise<void> {
  await redis.dropViewsScript(viewKeys(shard).taken, batchId);
}

/** Where the views of an auction are counted. */
export function viewShardOf(auctionId: string): number {
  return slotOf(auctionId) % VIEW_SHARDS;
}
