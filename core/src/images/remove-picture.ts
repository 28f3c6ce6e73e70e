import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Db } from '../mysql/connect.ts';
import { images } from '../mysql/counter-schema.ts';
import type { PictureStore } from './picture-store.ts';
import { removeFiles } from './remove-files.ts';

/**
 * Marks a picture as going, unless an auction or a talk shows it: from then on neither can take it. Answers
 * whether it goes; a second time too.
 */
export async function startRemoving(db: Db, imageId: string): Promise<boolean> {
  const [marked] = await db
    .update(images)
    .set({ state: 'going' })
    .where(and(eq(images.imageId, imageId), isNull(images.auctionId), isNull(images.talkOrderId)));
  return marked.affectedRows === 1;
}

/**
 * Removes a picture that is going: its files first, unless another auction shows the same, then its row. Cut
 * off anywhere it may be done again.
 */
export async function removePicture(
  { db, pictures }: { db: Db; pictures: Pick<PictureStore, 'list' | 'remove'> },
  { imageId, objectKey }: { imageId: string; objectKey: string },
): Promise<void> {
  const sharing = await db.$count(
    images,
    and(
      eq(images.objectKey, objectKey),
      ne(images.imageId, imageId),
      // Each of two that go at once would leave the files to the other.
      ne(images.state, 'going'),
    ),
  );
  if (sharing === 0) await removeFiles(pictures, objectKey);
  await db.delete(images).where(and(eq(images.imageId, imageId), eq(images.state, 'going')));
}
