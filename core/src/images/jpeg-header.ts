import type { PictureHeader } from './read-header.ts';

const MARKER = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;
/** These of the frames' range 0xc0 to 0xcf are tables and begin no frame. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];
const EXIF_START = 'Exif\0\0';
const ORIENTATION_TAG = 0x0112;
const TIFF_ENTRY_BYTES = 12;
const TIFF_ENTRIES_MAX = 200;
/** From here on the picture lies on its side. */
const FIRST_ON_ITS_SIDE = 5;
const LAST_ORIENTATION = 8;

/** Goes from segment to segment up to the frame's, which says the size, and sees on the way how it is turned. */
export function readJpegHeader(bytes: Buffer): PictureHeader | 'more' | null {
  let at = 2;
  let isOnItsSide = false;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== MARKER) return null;
    const kind = bytes[at + 1] ?? 0;
    // Any number of these may stand before a marker.
    if (kind === MARKER) {
      at += 1;
      continue;
    }
    if (kind === START_OF_SCAN || kind === END_OF_IMAGE) return null;
    if (isFrame(kind)) return readFrame(bytes, at, isOnItsSide);
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    if (kind === APP1) isOnItsSide ||= liesOnItsSide(bytes.subarray(at + 4, at + 2 + length));
    at += 2 + length;
  }
  return 'more';
}

function isFrame(kind: number): boolean {
  return kind >= 0xc0 && kind <= 0xcf && !NO_FRAMES.includes(kind);
}

function readFrame(bytes: Buffer, at: number, isOnItsSide: boolean): PictureHeader | 'more' | null {
  if (at + 9 > bytes.length) return 'more';
  const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
  if (height === 0 || width === 0) return null;
  const [widthPx, heightPx] = isOnItsSide ? [height, width] : [width, height];
  return { type: 'image/jpeg', widthPx, heightPx, isAnimated: false };
}

// The orientation is an entry of the first directory of the TIFF inside of the EXIF segment.
function liesOnItsSide(segment: Buffer): boolean {
  if (segment.toString('latin1', 0, EXIF_START.length) !== EXIF_START) return false;
  const tiff = segment.subarray(EXIF_START.length);
  if (tiff.length < 8) return false;
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directoryAt = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directoryAt + 2 > tiff.length) return false;
  const entries = Math.min(short(directoryAt), TIFF_ENTRIES_MAX);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directoryAt + 2 + entry * TIFF_ENTRY_BYTES;
    if (at + TIFF_ENTRY_BYTES > tiff.length) return false;
    if (short(at) !== ORIENTATION_TAG) continue;
    const orientation = short(at + 8);
    return orientation >= FIRST_ON_ITS_SIDE && orientation <= LAST_ORIENTATION;
  }
  return false;
}
