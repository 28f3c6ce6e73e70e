import { and, eq, ne } from 'drizzle-orm';
import type { Upload } from '@sagopalgo/core/contracts/images.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { pictureView } from '@sagopalgo/core/images/picture.ts';
import type { ImageRow } from '@sagopalgo/core/images/settle-upload.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { Deps } from '../deps.ts';

/** A seller's own picture; another's is none of their business. Throws IMAGE_NOT_FOUND. */
export async function findOwnImage(
  { db }: Pick<Deps, 'db'>,
  sellerId: string,
  imageId: string,
): Promise<ImageRow> {
  const [row] = await db
    .select()
    .from(images)
    .where(
      and(eq(images.imageId, imageId), eq(images.sellerId, sellerId), ne(images.state, 'going')),
    );
  if (!row) throw new RefusalError('IMAGE_NOT_FOUND');
  return row;
}

/** A picture as its owner sees it on its way. Throws IMAGE_NOT_FOUND for one that is just being removed. */
export function uploadView(row: ImageRow, { settings }: Pick<Deps, 'settings'>): Upload {
  const { imageId, state, fault, widthPx } = row;
  if (state === 'going') throw new RefusalError('IMAGE_NOT_FOUND');
  const isPicture = widthPx > 0 && (state === 'uploaded' || state === 'ready');
  const image = isPicture ? pictureView(row, settings.imagesBaseUrl) : null;
  return { imageId, state, fault, image };
}
