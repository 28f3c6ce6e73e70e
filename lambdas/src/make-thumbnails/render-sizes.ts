import sharp from 'sharp';
import type { ImageFault } from '@sagopalgo/core/contracts/images.ts';
import { PIXELS_MAX, thumbnailWidthsPx } from '@sagopalgo/core/images/picture.ts';

const QUALITY = 80;
/** A picture that takes longer was made to take long. */
const RENDER_WITHIN_S = 30;

// Each picture has the processor to itself, and nothing of one is kept for the next.
sharp.concurrency(1);
sharp.cache(false);

/** A picture in all its sizes, or why it cannot be shown. */
export type Rendered =
  | { fault: ImageFault }
  | { fault: null; widthPx: number; heightPx: number; sizes: { widthPx: number; body: Buffer }[] };

/**
 * Makes WebP files of a picture in the widths it is shown in: turned as its camera was held, in sRGB, its first
 * frame only, and without anything that was written beside the picture, such as where it was taken.
 */
export async function renderSizes(file: Buffer): Promise<Rendered> {
  try {
    const { autoOrient, pages = 1 } = await sharp(file, {
      limitInputPixels: PIXELS_MAX,
    }).metadata();
    if (pages > 1) return { fault: 'animated' };
    const { width: widthPx, height: heightPx } = autoOrient;
    const sizes: { widthPx: number; body: Buffer }[] = [];
    for (const width of thumbnailWidthsPx(widthPx)) {
      sizes.push({ widthPx: width, body: await renderAt(file, width) });
    }
    return { fault: null, widthPx, heightPx, sizes };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

// From the file each time: a decoded picture would be tens of times as large in memory.
async function renderAt(file: Buffer, width: number): Promise<Buffer> {
  return await sharp(file, { limitInputPixels: PIXELS_MAX, failOn: 'truncated', autoOrient: true })
    .resize({ width, withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ quality: QUALITY })
    .timeout({ seconds: RENDER_WITHIN_S })
    .toBuffer();
}

// libvips has no codes, only words; all but too many pixels mean that it could not be read.
function faultOf(error: unknown): ImageFault {
  const message = error instanceof Error ? error.message : '';
  return /pixel limit|too large/i.test(message) ? 'too-many-pixels' : 'unreadable';
}
