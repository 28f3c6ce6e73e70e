import { and, eq } from 'drizzle-orm';
import type { Db } from '../mysql/connect.ts';
import { images } from '../mysql/counter-schema.ts';
import { lookInto } from './look-into.ts';
import type { PictureStore } from './picture-store.ts';
import { removeFilesOrLeave } from './remove-files.ts';

/** An image as the record has it. */
export type ImageRow = typeof images.$inferSelect;

/**
 * Looks into an upload that nobody has looked into yet, and writes down how it turned out. Returns the row
 * as it stands then; it still awaits its upload when there is none. Twice at once changes nothing. What is
 * refused is removed at once: nobody can show it, and it may be anything.
 */
export async function settleUpload(
  { db, pictures, now }: { db: Db; pictures: PictureStore; now: () => number },
  row: ImageRow,
): Promise<ImageRow> {
  if (row.state !== 'awaiting') return row;
  const look = await lookInto(pictures, row);
  if (look.outcome === 'absent') return row;
  const turnedOut =
    look.outcome === 'good'
      ? {
          state: 'uploaded' as const,
          widthPx: look.widthPx,
          heightPx: look.heightPx,
          settledAtMs: now(),
        }
      : { state: 'refused' as const, fault: look.fault };
  const [written] = await db
    .update(images)
    .set(turnedOut)
    .where(and(eq(images.imageId, row.imageId), eq(images.state, 'awaiting')));
  if (written.affectedRows === 1) {
    if (look.outcome === 'refused') await removeFilesOrLeave(pictures, row.objectKey);
    return { ...row, ...turnedOut };
  }
  // Somebody else has looked meanwhile, and may have come further.
  const [current] = await db.select().from(images).where(eq(images.imageId, row.imageId));
  return current ?? { ...row, state: 'going' };
}
