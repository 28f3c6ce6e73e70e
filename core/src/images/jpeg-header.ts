import { liesOnItsSide } from './exif-orientation.ts';
import type { PictureHeader } from './read-header.ts';

const MARKER = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;
/** These of the frames' range 0xc0 to 0xcf are tables and begin no frame. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];
const EXIF_START = 'Exif\0\0';

/** Goes from segment to segment up to the frame's, which says the size, and sees on the way how it is turned. */
export function readJpegHeader(bytes: Buffer): PictureHeader | 'more' | null {
  let isOnItsSide = false;
  const at = findFrame(bytes, (segment) => {
    isOnItsSide ||= isTurned(segment);
  });
  return typeof at === 'number' ? readFrame(bytes, at, isOnItsSide) : at;
}

/** Where a JPEG's frame begins; `onNote` is given what its cameras' notes (APP1) before that hold. */
export function findFrame(
  bytes: Buffer,
  onNote: (segment: Buffer) => void = () => undefined,
): number | 'more' | null {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== MARKER) return null;
    const kind = bytes[at + 1] ?? 0;
    // Any number of these may stand before a marker.
    if (kind === MARKER) {
      at += 1;
      continue;
    }
    if (kind === START_OF_SCAN || kind === END_OF_IMAGE) return null;
    if (isFrame(kind)) return at;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    if (kind === APP1) onNote(bytes.subarray(at + 4, at + 2 + length));
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

// Other notes begin with other names.
function isTurned(segment: Buffer): boolean {
  return segment.toString('latin1', 0, EXIF_START.length) === EXIF_START && liesOnItsSide(segment);
}
