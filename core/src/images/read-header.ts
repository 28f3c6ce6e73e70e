import type { ImageType } from '../contracts/images.ts';
import { liesOnItsSide } from './exif-orientation.ts';
import { readJpegHeader } from './jpeg-header.ts';

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_HEADER_BYTES = 24;
const WEBP_HEADER_BYTES = 30;
/** A picture of one pixel may have no more than this. */
const WEBP_LOSSLESS_HEADER_BYTES = 25;
const WEBP_ANIMATION = 0b10;
const WEBP_LOSSLESS_MARK = 0x2f;
const WEBP_LOSSY_MARK = Buffer.from([0x9d, 0x01, 0x2a]);
const SIDE_14_BITS = 0x3fff;
const START_BYTES = 12;
const PNG_CHUNK_FRAME_BYTES = 12;
const WEBP_CHUNK_FRAME_BYTES = 8;
/** A file of many tiny ones is not looked through to its end. */
const CHUNKS_MAX = 100;

/** What a picture's first bytes say of it. */
export interface PictureHeader {
  type: ImageType;
  /** Turned as the picture is to be seen, as far as the first bytes tell. */
  widthPx: number;
  heightPx: number;
  isAnimated: boolean;
}

/**
 * Reads what a file is from its own bytes, whatever it is called: null when it is none of the pictures that
 * we show, `more` when these are too few bytes to tell.
 */
export function readHeader(bytes: Buffer): PictureHeader | 'more' | null {
  if (bytes.length < START_BYTES) return 'more';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return readJpegHeader(bytes);
  if (bytes.subarray(0, PNG_START.length).equals(PNG_START)) return readPng(bytes);
  const isWebp =
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return isWebp ? readWebp(bytes) : null;
}

function readPng(bytes: Buffer): PictureHeader | 'more' | null {
  if (bytes.length < PNG_HEADER_BYTES) return 'more';
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  const header = picture('image/png', bytes.readUInt32BE(16), bytes.readUInt32BE(20));
  return turned(header, isPngOnItsSide(bytes));
}

function readWebp(bytes: Buffer): PictureHeader | 'more' | null {
  const form = bytes.toString('latin1', 12, 16);
  const needed = form === 'VP8L' ? WEBP_LOSSLESS_HEADER_BYTES : WEBP_HEADER_BYTES;
  if (bytes.length < needed) return 'more';
  switch (form) {
    case 'VP8 ': {
      if (!bytes.subarray(23, 26).equals(WEBP_LOSSY_MARK)) return null;
      const [widthPx, heightPx] = [bytes.readUInt16LE(26), bytes.readUInt16LE(28)];
      return picture('image/webp', widthPx & SIDE_14_BITS, heightPx & SIDE_14_BITS);
    }
    case 'VP8L': {
      if (bytes[20] !== WEBP_LOSSLESS_MARK) return null;
      const sides = bytes.readUInt32LE(21);
      const [width, height] = [sides & SIDE_14_BITS, (sides >>> 14) & SIDE_14_BITS];
      return picture('image/webp', width + 1, height + 1);
    }
    case 'VP8X': {
      const isAnimated = ((bytes[20] ?? 0) & WEBP_ANIMATION) !== 0;
      const [width, height] = [bytes.readUIntLE(24, 3), bytes.readUIntLE(27, 3)];
      const header = picture('image/webp', width + 1, height + 1, isAnimated);
      return turned(header, isWebpOnItsSide(bytes));
    }
    default:
      return null;
  }
}

// The notes stand before the picture in what cameras write; behind it they are found when sizes are made.
function isPngOnItsSide(bytes: Buffer): boolean {
  let at = PNG_START.length;
  for (let chunk = 0; chunk < CHUNKS_MAX && at + 8 <= bytes.length; chunk += 1) {
    const [length, name] = [bytes.readUInt32BE(at), bytes.toString('latin1', at + 4, at + 8)];
    if (name === 'eXIf') return liesOnItsSide(bytes.subarray(at + 8, at + 8 + length));
    at += PNG_CHUNK_FRAME_BYTES + length;
  }
  return false;
}

function isWebpOnItsSide(bytes: Buffer): boolean {
  let at = START_BYTES;
  for (let chunk = 0; chunk < CHUNKS_MAX && at + 8 <= bytes.length; chunk += 1) {
    const [name, length] = [bytes.toString('latin1', at, at + 4), bytes.readUInt32LE(at + 4)];
    if (name === 'EXIF') return liesOnItsSide(bytes.subarray(at + 8, at + 8 + length));
    at += WEBP_CHUNK_FRAME_BYTES + length + (length % 2);
  }
  return false;
}

function turned(header: PictureHeader | null, isOnItsSide: boolean): PictureHeader | null {
  if (!header || !isOnItsSide) return header;
  return { ...header, widthPx: header.heightPx, heightPx: header.widthPx };
}

function picture(
  type: ImageType,
  widthPx: number,
  heightPx: number,
  isAnimated = false,
): PictureHeader | null {
  return widthPx > 0 && heightPx > 0 ? { type, widthPx, heightPx, isAnimated } : null;
}
