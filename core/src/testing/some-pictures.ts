import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A file and how an upload of it is announced. */
export interface SomeFile {
  body: Buffer;
  announced: { contentType: string; bytes: number; sha256: string };
}

/** A file of any bytes, announced as of this type. */
export function fileOf(body: Buffer, contentType: string): SomeFile {
  const sha256 = createHash('sha256').update(body).digest('base64');
  return { body, announced: { contentType, bytes: body.length, sha256 } };
}

/** A picture of one colour, its own each time it is called. */
export function blankPicture(widthPx: number, heightPx: number) {
  const [r, g, b] = [randomByte(), randomByte(), randomByte()];
  const create = { width: widthPx, height: heightPx, channels: 3 as const };
  return sharp({ create: { ...create, background: { r, g, b } } });
}

/** A JPEG as a phone makes it: lying on its side, with a note of how it is turned and where it was taken. */
export async function phonePicture(widthPx = 800, heightPx = 600): Promise<Buffer> {
  return await blankPicture(widthPx, heightPx)
    .jpeg()
    .withExif({
      IFD0: { Copyright: 'secret owner', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 33/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** An animation of two frames. */
export async function animatedPicture(): Promise<Buffer> {
  const frame = (shade: number) => Buffer.alloc(64 * 64 * 3, shade);
  const raw = { width: 64, height: 128, channels: 3 as const, pageHeight: 64 };
  const frames = sharp(Buffer.concat([frame(10), frame(200)]), { raw });
  return await frames.webp({ loop: 0, delay: [100, 100] }).toBuffer();
}

/** A PNG that says it is this large and has next to nothing in it: a small file, much memory. */
export function pngBomb(widthPx: number, heightPx: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(1_000_000));
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([start, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND')]);
}

function chunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

function randomByte(): number {
  return Math.floor(Math.random() * 256);
}
