import sharp from 'sharp';
import type { Sharp } from 'sharp';
import type { ImageFault } from '@sagopalgo/core/contracts/images.ts';
import { PIXELS_MAX, thumbnailWidthsPx } from '@sagopalgo/core/images/picture.ts';
import { isDecodedWhole, isTooMuchAtOnce } from './decoded-whole.ts';

const QUALITY = 80;
/** A picture that takes longer was made to take long. */
const RENDER_WITHIN_S = 30;

/** What libvips and sharp say of a file that cannot be read; they have no codes, and at times no words. */
const UNREADABLE = [
  /^(Input (buffer|image)|Processed image)/i,
  /\b(\w*vips\w*|\w+load(_buffer)?|(lib)?spng|(lib)?png|jpeg|webp)\b.*:/i,
  /premature|truncated|corrupt|^Unknown error$/i,
];
/** Of these the picture is innocent, whatever else is said. */
const OURS = /timeout|memory|malloc|alloc/i;

// Each picture has the processor to itself, and nothing of one is kept for the next.
sharp.concurrency(1);
sharp.cache(false);

/** A picture in all its sizes, or why it cannot be shown. */
export type Rendered =
  | { fault: ImageFault }
  | { fault: null; widthPx: number; heightPx: number; sizes: { widthPx: number; body: Buffer }[] };

/**
 * Makes WebP files of a picture in the widths it is shown in: turned as its camera was held, in sRGB, its first
 * frame only, and without anything that was written beside the picture, such as where it was taken. Throws what
 * is no fault of the picture's, such as a lack of time or memory.
 */
export async function renderSizes(file: Buffer): Promise<Rendered> {
  try {
    const read = await sharp(file, { limitInputPixels: PIXELS_MAX }).metadata();
    const { autoOrient, pages = 1 } = read;
    if (pages > 1) return { fault: 'animated' };
    if (isTooMuchAtOnce(file, read)) return { fault: 'too-many-pixels' };
    const { width: widthPx, height: heightPx } = autoOrient;
    const widths = thumbnailWidthsPx(widthPx, heightPx);
    const source = isDecodedWhole(read) ? await shrunk(file, Math.max(...widths)) : file;
    const sizes: { widthPx: number; body: Buffer }[] = [];
    for (const width of widths) {
      sizes.push({ widthPx: width, body: await renderAt(source, width) });
    }
    return { fault: null, widthPx, heightPx, sizes };
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    return { fault };
  }
}

// What is decoded whole is decoded once: the memory of one time is not always back by the next.
async function shrunk(file: Buffer, width: number): Promise<Buffer> {
  return await opened(file, width).png({ compressionLevel: 1 }).toBuffer();
}

// From the file each time: a decoded picture would be tens of times as large in memory.
async function renderAt(file: Buffer, width: number): Promise<Buffer> {
  return await opened(file, width).webp({ quality: QUALITY }).toBuffer();
}

function opened(file: Buffer, width: number): Sharp {
  return sharp(file, { limitInputPixels: PIXELS_MAX, failOn: 'truncated', autoOrient: true })
    .resize({ width, withoutEnlargement: true })
    .toColourspace('srgb')
    .timeout({ seconds: RENDER_WITHIN_S });
}

/** Why a picture cannot be shown, by what came of rendering it; null where that is no fault of the picture's. */
export function faultOf(error: unknown): ImageFault | null {
  const message = error instanceof Error ? error.message : '';
  if (OURS.test(message)) return null;
  if (/pixel limit|too large/i.test(message)) return 'too-many-pixels';
  return UNREADABLE.some((words) => words.test(message)) ? 'unreadable' : null;
}
