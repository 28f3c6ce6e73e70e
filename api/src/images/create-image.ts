import { randomUUID } from 'node:crypto';
import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import { IMAGE_MAX_BYTES } from '@sagopalgo/core/contracts/images.ts';
import type { createImage } from '@sagopalgo/core/contracts/images.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { uploadKey } from '@sagopalgo/core/images/picture.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { UPLOAD_WITHIN_MS } from './presign-upload.ts';
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
  const imageId = randomUUID();
  const file = { objectKey: uploadKey(imageId), contentType: type, bytes, sha256 };
  const nowMs = now();
  await db.transaction(async (tx) => {
    await checkRoom(tx, sellerId, nowMs);
    const row = { ...file, imageId, sellerId, state: 'awaiting' as const, createdAtMs: nowMs };
    await tx.insert(images).values(row);
  });
  return { imageId, upload: await uploads.sign(file, nowMs) };
}

// Of several that are begun at once each sees those before it.
async function checkRoom(tx: Tx, sellerId: string, nowMs: number): Promise<void> {
  const self = eq(users.userId, sellerId);
  await tx.select({ userId: users.userId }).from(users).where(self).for('update');
  const unattached = await tx.$count(
    images,
    and(
      eq(images.sellerId, sellerId),
      isNull(images.auctionId),
      isNull(images.talkOrderId),
      isNull(images.orphanedAtMs),
      or(
        inArray(images.state, ['uploaded', 'ready', 'refused']),
        // Later than that nothing can be uploaded for it any more.
        and(eq(images.state, 'awaiting'), gt(images.createdAtMs, nowMs - UPLOAD_WITHIN_MS)),
      ),
    ),
  );
  if (unattached >= UNATTACHED_MAX) {
    throw new RefusalError('TOO_MANY_IMAGES', { unattached, unattachedMax: UNATTACHED_MAX });
  }
}
