import type { Metadata } from 'sharp';
import { countJpegBlocks } from '@sagopalgo/core/images/jpeg-blocks.ts';

/** PNGs of which the decoder holds every pixel at once, at times more than once. */
const PNG_PIXELS_MAX = 16_000_000;
/**
 * What it may hold at once of a JPEG or a WebP. A progressive JPEG of 64 million pixels as phones make them takes less.
 */
const WHOLE_MAX_BYTES = 200 * 1024 * 1024;
const JPEG_BLOCK_BYTES = 128;
const WEBP_PIXEL_BYTES = 4;

/**
 * Whether the decoder has to hold all of a picture before it can give a line of it. Others come line by line; an
 * interlaced PNG comes in seven passes, and one of 16 bits takes twice the room; a JPEG that comes in scans, as
 * progressive ones do, is known with the last of them; and so may a lossless WebP be, which is not told from others.
 */
export function isDecodedWhole({ format, isProgressive, depth }: Metadata): boolean {
  if (format === 'png') return isProgressive || depth === 'ushort';
  return format === 'webp' || (format === 'jpeg' && isProgressive);
}

/** Whether holding all of a picture would take too much memory. */
export function isTooMuchAtOnce(file: Buffer, read: Metadata): boolean {
  if (!isDecodedWhole(read)) return false;
  const pixels = read.width * read.height;
  if (read.format === 'png') return pixels > PNG_PIXELS_MAX;
  if (read.format === 'webp') return pixels * WEBP_PIXEL_BYTES > WHOLE_MAX_BYTES;
  const blocks = countJpegBlocks(file);
  return blocks === null || blocks * JPEG_BLOCK_BYTES > WHOLE_MAX_BYTES;
}
