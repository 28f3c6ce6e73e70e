import { createHash } from 'node:crypto';
import { IMAGE_MAX_BYTES } from '../contracts/images.ts';
import type { ImageFault } from '../contracts/images.ts';
import type { images } from '../mysql/counter-schema.ts';
import { PIXELS_MAX, SIDE_MAX_PX } from './picture.ts';
import type { PictureStore } from './picture-store.ts';
import { readHeader } from './read-header.ts';
import type { PictureHeader } from './read-header.ts';

/** The size of a picture stands within these, but for one whose camera wrote long notes before it. */
const HEADER_BYTES = 64 * 1024;

/** What an upload was signed for. */
export type Signed = Pick<
  typeof images.$inferSelect,
  'objectKey' | 'contentType' | 'bytes' | 'sha256'
>;

/** How an upload turned out: not there yet, nothing that can be shown, or a picture of this size. */
export type Look =
  | { outcome: 'absent' }
  | { outcome: 'refused'; fault: ImageFault }
  | { outcome: 'good'; widthPx: number; heightPx: number };

/**
 * Looks into an upload without decoding it: whether it is what was signed, whatever S3 let through, and
 * whether its own bytes say that it is a picture of the type named.
 */
export async function lookInto(
  store: Pick<PictureStore, 'head' | 'readStart'>,
  signed: Signed,
): Promise<Look> {
  const file = await store.head(signed.objectKey);
  if (!file) return { outcome: 'absent' };
  const asSigned = file.bytes === signed.bytes && file.contentType === signed.contentType;
  if (!asSigned || file.bytes === 0) return refused('not-a-picture');
  if (file.sha256 !== null && file.sha256 !== signed.sha256) return refused('not-a-picture');
  let known = await store.readStart(
    signed.objectKey,
    file.sha256 === null ? IMAGE_MAX_BYTES : HEADER_BYTES,
  );
  if (!known) return { outcome: 'absent' };
  if (file.sha256 === null && sha256Of(known) !== signed.sha256) return refused('not-a-picture');
  let header = readHeader(known);
  if (header === 'more' && known.length < file.bytes) {
    known = await store.readStart(signed.objectKey, IMAGE_MAX_BYTES);
    if (!known) return { outcome: 'absent' };
    header = readHeader(known);
  }
  if (header === 'more') return refused('unreadable');
  if (header?.type !== signed.contentType) return refused('not-a-picture');
  return judged(header);
}

/** SHA-256 as uploads are signed with it: base64. */
export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function judged({ widthPx, heightPx, isAnimated }: PictureHeader): Look {
  if (isAnimated) return refused('animated');
  const isTooLarge = widthPx * heightPx > PIXELS_MAX || Math.max(widthPx, heightPx) > SIDE_MAX_PX;
  return isTooLarge ? refused('too-many-pixels') : { outcome: 'good', widthPx, heightPx };
}

function refused(fault: ImageFault): Look {
  return { outcome: 'refused', fault };
}
