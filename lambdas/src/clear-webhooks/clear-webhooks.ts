import { asc, inArray, lt } from 'drizzle-orm';
import { tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Connections } from '../connections.ts';

const ROWS_A_BATCH = 500;
const BATCHES_MAX = 2_000;
/** Toss repeats one for almost four days, and it has to be known again for as long. */
const KEEP_HANDLED_MS = 7 * 86_400_000;

/**
 * Deletes the webhooks that were followed up long ago: nobody signs them, so anybody can have us keep some.
 * What they led to is in the payments. Returns how many went; `isAll` is false where there are more than one
 * run may take.
 */
export async function clearWebhooks(
  { db, now }: Pick<Connections, 'db' | 'now'>,
  { rowsABatch = ROWS_A_BATCH, batchesMax = BATCHES_MAX } = {},
): Promise<{ webhooks: number; isAll: boolean }> {
  const { transmissionId, handledAtMs } = tossWebhooks;
  let webhooks = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const old = await db
      .select({ transmissionId })
      .from(tossWebhooks)
      .where(lt(handledAtMs, now() - KEEP_HANDLED_MS))
      .orderBy(asc(handledAtMs))
      .limit(rowsABatch);
    const ids = old.map((webhook) => webhook.transmissionId);
    if (ids.length > 0) {
      const [gone] = await db.delete(tossWebhooks).where(inArray(transmissionId, ids));
      webhooks += gone.affectedRows;
    }
    if (old.length < rowsABatch) return { webhooks, isAll: true };
  }
  return { webhooks, isAll: false };
}
