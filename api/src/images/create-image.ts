import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { IMAGE_MAX_BYTES } from '@sagopalgo/core/contracts/images.ts';
import type { createImage } from '@sagopalgo/core/contracts/images.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { uploadKey } from '@sagopalgo/core/images/picture.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { SignedUpload } from './presign-upload.ts';
import { supportedType } from './unsupported-types.ts';

/** As many pictures as a seller may have that no auction shows: those of a few auctions being written. */
const UNATTACHED_MAX = 60;

/**
 * Notes a picture that its owner is about to upload, and signs the upload. Throws IMAGE_TYPE_UNSUPPORTED,
 * IMAGE_TOO_LARGE, TOO_MANY_IMAGES.
 */
export async function addImage(
  { db, uploads, now }: Pick<Deps, 'db' | 'uploads' | 'now'>,
  sellerId: string,
  { contentType, bytes, sha256 }: z.output<typeof createImage.body>,
): Promise<{ imageId: string; upload: SignedUpload }> {
  const type = supportedType(contentType);
  if (bytes > IMAGE_MAX_BYTES) {
    throw new RefusalError('IMAGE_TOO_LARGE', { bytes, bytesMax: IMAGE_MAX_BYTES });
  }
  const unattached = await db.$count(
    images,
    and(
      eq(images.sellerId, sellerId),
      isNull(images.auctionId),
      isNull(images.orphanedAtMs),
      inArray(images.state, ['awaiting', 'uploaded', 'ready']),
    ),
  );
  if (unattached >= UNATTACHED_MAX) {
    throw new RefusalError('TOO_MANY_IMAGES', { unattached, unattachedMax: UNATTACHED_MAX });
  }
  const imageId = randomUUID();
  const file = { objectKey: uploadKey(imageId), contentType: type, bytes, sha256 };
  const nowMs = now();
  await db
    .insert(images)
    .values({ ...file, imageId, sellerId, state: 'awaiting', createdAtMs: nowMs });
  return { imageId, upload: await uploads.sign(file, nowMs) };
}
