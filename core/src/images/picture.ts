import type { Image } from '../contracts/images.ts';
import type { images } from '../mysql/counter-schema.ts';

/** The widths that pictures are made in, as far as they are that wide: phones to large screens, twice as dense. */
export const THUMBNAIL_WIDTHS_PX = [320, 640, 1280, 1920] as const;

/** Uploads are put here and never shown: they may hold where a picture was taken. */
export const UPLOADS_PREFIX = 'uploads/';

/** Sizes of uploads are kept here. */
export const PICTURES_PREFIX = 'pictures/';
/** What a bucket shows to everybody; whatever else is in it is nobody's business. */
export const SHOWN_PREFIXES = [PICTURES_PREFIX, 'demo/'] as const;

/** More pixels than any phone's or camera's file of ten megabytes has: memory is spent by the pixel. */
export const PIXELS_MAX = 64_000_000;
/** WebP knows no longer side. */
export const SIDE_MAX_PX = 16_383;
/** Of one that is shown; the narrowest has less, however tall it is. */
const SIZE_PIXELS_MAX = 8_000_000;

const UPLOAD_KEY = /^uploads\/[A-Za-z0-9_-]{1,40}$/;
const SIZE_KEY = /^pictures\/([A-Za-z0-9_-]{1,40})\//;

type Row = typeof images.$inferSelect;
type Shown = Pick<
  Row,
  'imageId' | 'objectKey' | 'state' | 'widthPx' | 'heightPx' | 'thumbnailWidthsPx'
>;

/** Where the upload of an image is put. */
export function uploadKey(imageId: string): string {
  return `${UPLOADS_PREFIX}${imageId}`;
}

/** Whether a key is that of an upload, as we make them. */
export function isUploadKey(key: string): boolean {
  return UPLOAD_KEY.test(key);
}

/** What the keys of all sizes of an upload begin with. */
export function sizesPrefix(objectKey: string): string {
  return `${PICTURES_PREFIX}${objectKey.slice(UPLOADS_PREFIX.length)}/`;
}

/** Where one size of an upload is kept. What is under a key never changes. */
export function thumbnailKey(objectKey: string, widthPx: number): string {
  return `${sizesPrefix(objectKey)}${widthPx}.webp`;
}

// Of which upload a key is a size; null for any other key.
function uploadOfSize(key: string): string | null {
  const imageId = SIZE_KEY.exec(key)?.[1];
  return imageId === undefined ? null : uploadKey(imageId);
}

/** The uploads that these files are, or are sizes of, each once. */
export function uploadsOf(keys: readonly string[]): string[] {
  const uploads = keys.flatMap((key) => (isUploadKey(key) ? key : (uploadOfSize(key) ?? [])));
  return [...new Set(uploads)];
}

/**
 * The widths that an upload of this size is made in: no wider than it is, and at least one. A very tall one is made
 * in the narrower ones only, so that none of its sizes takes more than others to be written.
 */
export function thumbnailWidthsPx(widthPx: number, heightPx: number): number[] {
  const narrower = THUMBNAIL_WIDTHS_PX.filter((width) => width < widthPx);
  const isNarrow = narrower.length < THUMBNAIL_WIDTHS_PX.length;
  const widths = isNarrow ? [...narrower, widthPx] : narrower;
  return widths.filter((width) => (width * width * heightPx) / widthPx <= SIZE_PIXELS_MAX);
}

/** A picture as it is shown under `baseUrl`, with all of its sizes when they are made. */
export function pictureView(row: Shown, baseUrl: string): Image {
  const { imageId, objectKey, widthPx, heightPx } = row;
  if (!objectKey.startsWith(UPLOADS_PREFIX)) {
    const itself = { url: `${baseUrl}/${objectKey}`, widthPx, heightPx };
    return { imageId, ...itself, thumbnails: [itself] };
  }
  const urlOf = (width: number) => `${baseUrl}/${thumbnailKey(objectKey, width)}`;
  const made = (row.thumbnailWidthsPx ?? '').split(',').filter(Boolean).map(Number);
  const thumbnails = made.map((width) => ({
    url: urlOf(width),
    widthPx: width,
    heightPx: Math.max(1, Math.round((heightPx * width) / widthPx)),
  }));
  const widest = thumbnailWidthsPx(widthPx, heightPx).at(-1) as number;
  return { imageId, url: urlOf(widest), widthPx, heightPx, thumbnails };
}
