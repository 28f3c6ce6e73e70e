import { and, asc, eq, isNull, lt, ne, notInArray } from 'drizzle-orm';
import { removePicture, startRemoving } from '@sagopalgo/core/images/remove-picture.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { PictureConnections } from '../picture-connections.ts';
import { whileStoreAnswers } from './while-store-answers.ts';

const ROWS_A_BATCH = 200;
const BATCHES_MAX = 50;
/** A form that was left open overnight can still be sent in the morning. */
const UNATTACHED_KEPT_MS = 86_400_000;

/** How many pictures went; `isAll` is false where there are more than one run may take. */
export interface Purged {
  pictures: number;
  isAll: boolean;
}

/**
 * Removes pictures that neither an auction nor a talk shows: those never attached after a day, and those whose auction
 * is gone or shows them no more after a while longer. First each is marked, so that no auction takes it meanwhile; then
 * its files go and last its row. Cut off anywhere, it goes on where it was the next time. What fails is passed over
 * until then, and thrown at the end as an AggregateError.
 */
export async function purgeImages(
  connections: PictureConnections,
  { rowsABatch = ROWS_A_BATCH, batchesMax = BATCHES_MAX } = {},
): Promise<Purged> {
  let pictures = 0;
  let isAll = false;
  const failed: Due[] = [];
  const tries = whileStoreAnswers();
  for (let batch = 0; batch < batchesMax && !isAll && !tries.isAway(); batch += 1) {
    const rows = await findDue(connections, rowsABatch, failed);
    const left = await tries.every(rows, async (row) => {
      if (await purge(connections, row)) pictures += 1;
    });
    failed.push(...left);
    isAll = rows.length < rowsABatch;
  }
  tries.tell();
  return { pictures, isAll };
}

type Due = Pick<typeof images.$inferSelect, 'imageId' | 'objectKey' | 'state'>;

async function purge(connections: PictureConnections, row: Due): Promise<boolean> {
  // An auction may have taken it since it was looked up.
  const isGoing = row.state === 'going' || (await startRemoving(connections.db, row.imageId));
  if (isGoing) await removePicture(connections, row);
  return isGoing;
}

async function findDue(
  { db, now, graceMs }: PictureConnections,
  rows: number,
  except: readonly Due[],
): Promise<Due[]> {
  const others =
    except.length === 0
      ? undefined
      : notInArray(
          images.imageId,
          except.map((row) => row.imageId),
        );
  const { imageId, objectKey, state, auctionId, createdAtMs, orphanedAtMs } = images;
  // What a talk shows belongs to it for as long as it is kept.
  const isUnused = and(isNull(auctionId), isNull(images.talkOrderId));
  const what = { imageId, objectKey, state };
  const nowMs = now();
  const dueOf = [
    eq(state, 'going'),
    and(
      isUnused,
      lt(createdAtMs, nowMs - UNATTACHED_KEPT_MS),
      isNull(orphanedAtMs),
      ne(state, 'going'),
    ),
    and(lt(orphanedAtMs, nowMs - graceMs), isUnused, ne(state, 'going')),
  ];
  const found: Due[] = [];
  for (const due of dueOf) {
    if (found.length >= rows) break;
    const some = db.select(what).from(images).where(and(due, others)).orderBy(asc(createdAtMs));
    found.push(...(await some.limit(rows - found.length)));
  }
  return found;
}
