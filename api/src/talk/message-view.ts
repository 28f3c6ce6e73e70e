import { eq, getTableColumns } from 'drizzle-orm';
import type { TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import { pictureView } from '@sagopalgo/core/images/picture.ts';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { talkMessages } from '@sagopalgo/core/mysql/talk-schema.ts';

/** A message with its picture. */
export interface PicturedMessage {
  message: typeof talkMessages.$inferSelect;
  image: typeof images.$inferSelect | null;
}

/** Messages with their pictures; add `where`, `orderBy` and `limit`. */
export function selectMessages(db: Db | Tx) {
  return db
    .select({ message: getTableColumns(talkMessages), image: getTableColumns(images) })
    .from(talkMessages)
    .leftJoin(images, eq(images.imageId, talkMessages.imageId))
    .$dynamic();
}

/** A message as both sides see it. */
export function messageView(
  { message, image }: PicturedMessage,
  { buyerId, imagesBaseUrl }: { buyerId: string; imagesBaseUrl: string },
): TalkMessage {
  const { seq, messageId, senderId, text, sentAtMs } = message;
  const isShown = image !== null && (image.state === 'uploaded' || image.state === 'ready');
  return {
    ...{ seq, messageId, text, sentAtMs },
    by: senderId === buyerId ? 'buyer' : 'seller',
    image: isShown ? pictureView(image, imagesBaseUrl) : null,
  };
}
