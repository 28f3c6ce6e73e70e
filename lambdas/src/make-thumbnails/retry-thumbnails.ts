import { and, asc, eq, gte, lte, min, sql } from 'drizzle-orm';
import { PictureStoreAwayError } from '@sagopalgo/core/images/picture-store.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { PictureConnections } from '../picture-connections.ts';
import { makeThumbnails } from './make-thumbnails.ts';

const PICTURES_A_RUN = 20;
/** By then the event of an upload has long been worked on, if it came; twice as long after each try. */
const LATE_AFTER_MS = 60_000;
/** What has failed for so long fails for good, and its seller can upload it anew. */
const GIVEN_UP_AFTER_MS = 86_400_000;

/**
 * Makes the sizes of uploads that wait for them: their event was lost, or something failed. One after the other,
 * and those tried least first, so that pictures which fail again and again hold up no others; until S3 is away.
 * Throws an AggregateError of what failed.
 */
export async function retryThumbnails(
  connections: PictureConnections,
  { picturesMax = PICTURES_A_RUN } = {},
): Promise<{ made: number }> {
  const { db, now } = connections;
  const nowMs = now();
  const waiting = await db
    .select({ objectKey: images.objectKey })
    .from(images)
    .where(
      and(
        eq(images.state, 'uploaded'),
        gte(images.settledAtMs, nowMs - GIVEN_UP_AFTER_MS),
        lte(images.settledAtMs, sql`${nowMs} - ${LATE_AFTER_MS} * (1 << ${images.tries})`),
      ),
    )
    .groupBy(images.objectKey)
    .orderBy(asc(min(images.tries)), asc(min(images.settledAtMs)))
    .limit(picturesMax);
  const errors: unknown[] = [];
  let made = 0;
  for (const { objectKey } of waiting) {
    try {
      if ((await makeThumbnails(connections, objectKey)) === 'ready') made += 1;
    } catch (error) {
      errors.push(error);
      if (error instanceof PictureStoreAwayError) break;
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} pictures failed`);
  return { made };
}
