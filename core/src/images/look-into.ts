import { createHash } from 'node:crypto';
import { IMAGE_MAX_BYTES } from '../contracts/images.ts';
import type { ImageFault } from '../contracts/images.ts';
import type { images } from '../mysql/counter-schema.ts';
import { PIXELS_MAX, SIDE_MAX_PX } from './picture.ts';
import { createSlots } from '../runtime/slots.ts';
import { PictureStoreAwayError } from './picture-store.ts';
import type { PictureStore, StoredFile } from './picture-store.ts';
import { readHeader } from './read-header.ts';
import type { PictureHeader } from './read-header.ts';

const KB = 1024;
/** The size of a picture stands within the first of these, but for one whose camera wrote long notes before it. */
const HEADER_STEPS_BYTES = [64 * KB, 512 * KB, 1024 * KB] as const;
const LOOKS_AT_ONCE = 4;
const LOOKS_WAITING_MAX = 200;

// What is read is kept in memory, so that only so many may be at it.
const looks = createSlots(
  LOOKS_AT_ONCE,
  LOOKS_WAITING_MAX,
  () => new PictureStoreAwayError('too many uploads are being looked into'),
);

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
 * whether its own bytes say that it is a picture of the type named. A few are looked into at once.
 */
export async function lookInto(store: Bucket, signed: Signed): Promise<Look> {
  return await looks.run(() => look(store, signed));
}

type Bucket = Pick<PictureStore, 'head' | 'readStart'>;

async function look(store: Bucket, signed: Signed): Promise<Look> {
  const file = await store.head(signed.objectKey);
  if (!file) return { outcome: 'absent' };
  const asSigned = file.bytes === signed.bytes && file.contentType === signed.contentType;
  if (!asSigned || file.bytes === 0) return refused('not-a-picture');
  if (file.sha256 !== null && file.sha256 !== signed.sha256) return refused('not-a-picture');
  const header = await readOn(store, signed, file);
  if (header === 'absent') return { outcome: 'absent' };
  if (header === 'more') return refused('unreadable');
  if (header === null || header.type !== signed.contentType) return refused('not-a-picture');
  return judged(header);
}

async function readOn(
  store: Bucket,
  { objectKey, sha256 }: Signed,
  file: StoredFile,
): Promise<PictureHeader | 'more' | 'absent' | null> {
  if (file.sha256 === null) {
    const all = await store.readStart(objectKey, IMAGE_MAX_BYTES);
    if (!all) return 'absent';
    return sha256Of(all) === sha256 ? readHeader(all) : null;
  }
  for (const bytes of HEADER_STEPS_BYTES) {
    const known = await store.readStart(objectKey, bytes);
    if (!known) return 'absent';
    const header = readHeader(known);
    if (header !== 'more' || known.length >= file.bytes) return header;
  }
  return 'more';
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
