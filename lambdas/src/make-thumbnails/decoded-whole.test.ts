import { randomFillSync } from 'node:crypto';
import { expect } from 'chai';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { findFrame } from '@sagopalgo/core/images/jpeg-header.ts';
import { thumbnailWidthsPx } from '@sagopalgo/core/images/picture.ts';
import { renderSizes } from './render-sizes.ts';
import { peakOf } from './testing-peak.ts';
import { jpegInScans } from './testing-scans.ts';

const GROWN_MAX_BYTES = 300 * 1024 * 1024;
const ONE = [1, 1] as const;
/** Colours at half the size each way. */
const AT_HALF = [[2, 2], ONE, ONE] as const;
const WEBP_SIDES_AT = 21;
const TALLEST_PX = 16_383;

describe('a picture that is decoded whole', () => {
  const blank = () => sharp({ create: { width: 80, height: 80, channels: 3, background: '#654' } });

  it('costs bounded memory at its peak, as large as it may be', async function () {
    this.timeout(60_000);
    const idleBytes = (await peakOf(await blank().png().toBuffer())).peakBytes;
    for (const [what, body] of [
      ['as phones make them', jpegInScans(8000, 8000, AT_HALF)],
      ['with all its colours', jpegInScans(5900, 5900, [ONE, ONE, ONE])],
      ['tall and full of noise', await tallNoise()],
    ] as const) {
      const { fault, peakBytes } = await peakOf(body);
      expect(fault, what).to.equal(null);
      expect(peakBytes - idleBytes, what).to.be.below(GROWN_MAX_BYTES);
    }
  });

  it('is refused where that would take too much, by what it costs and not by its pixels alone', async () => {
    const inFour = { progressive: true, chromaSubsampling: '4:4:4' };
    const print = await blank().toColourspace('cmyk').jpeg(inFour).toBuffer();
    const lossless = await blank().webp({ lossless: true }).toBuffer();
    for (const [what, body] of [
      ['with all its colours', jpegInScans(6000, 6000, [ONE, ONE, ONE])],
      ['at half, as it says', jpegInScans(8000, 8000, [[2, 2], [2, 2], ONE])],
      ['progressive', saying(await blank().jpeg(inFour).toBuffer(), 6000)],
      ['for print', saying(print, 5200)],
      ['WebP', webpSaying(lossless, 7300)],
    ] as const) {
      expect(await renderSizes(body), what).to.deep.equal({ fault: 'too-many-pixels' });
    }
  });

  it('comes out in every size as one that comes line by line does', async () => {
    const picture = await patches(60, 45).resize(1600, 1200).png().toBuffer();
    const inScans = await renderSizes(
      await sharp(picture).jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
    );
    const inLines = await renderSizes(
      await sharp(picture).jpeg().withMetadata({ orientation: 6 }).toBuffer(),
    );
    if (inScans.fault !== null || inLines.fault !== null) throw new Error('not rendered');
    expect(inScans).to.include({ widthPx: 1200, heightPx: 1600 });
    expect(inScans.sizes.map(({ widthPx }) => widthPx)).to.deep.equal([320, 640, 1200]);
    for (const [at, { widthPx, body }] of inScans.sizes.entries()) {
      const [one, other] = await Promise.all([
        sharp(body).raw().toBuffer({ resolveWithObject: true }),
        sharp(inLines.sizes[at]?.body).raw().toBuffer({ resolveWithObject: true }),
      ]);
      expect(one.info, String(widthPx)).to.include({ width: widthPx, height: other.info.height });
      expect(meanDifference(one.data, other.data), String(widthPx)).to.be.below(3);
    }
  });
});

describe('the widths of a picture', () => {
  it('leave out those in which a very tall one would be as large as none is shown', () => {
    expect(thumbnailWidthsPx(4000, 3000)).to.deep.equal([320, 640, 1280, 1920]);
    expect(thumbnailWidthsPx(1080, 2340)).to.deep.equal([320, 640, 1080]);
    expect(thumbnailWidthsPx(1921, TALLEST_PX)).to.deep.equal([320, 640]);
    expect(thumbnailWidthsPx(321, TALLEST_PX)).to.deep.equal([320, 321]);
    expect(thumbnailWidthsPx(1, TALLEST_PX)).to.deep.equal([1]);
  });
});

/** A JPEG of which the frame says that each side is so long. */
function saying(jpeg: Buffer, sidePx: number): Buffer {
  const at = findFrame(jpeg);
  if (typeof at !== 'number') throw new Error('no frame');
  const said = Buffer.from(jpeg);
  said.writeUInt16BE(sidePx, at + 5);
  said.writeUInt16BE(sidePx, at + 7);
  return said;
}

/** A lossless WebP that says so. */
function webpSaying(webp: Buffer, sidePx: number): Buffer {
  const said = Buffer.from(webp);
  said.writeUInt32LE((sidePx - 1) | ((sidePx - 1) << 14), WEBP_SIDES_AT);
  return said;
}

/** Patches of colour, the same each time and no two corners alike. */
function patches(width: number, height: number): Sharp {
  const rows = Array.from({ length: height }, (_row, y) =>
    Array.from({ length: width }, (_pixel, x) => [
      Math.round((255 * x) / width),
      Math.round((255 * y) / height),
      x % 12 < 6 === y % 10 < 5 ? 200 : 60,
    ]),
  );
  return sharp(Buffer.from(rows.flat(2)), { raw: { width, height, channels: 3 } });
}

/** Noise through and through, which WebP can only write at length. */
async function tallNoise(): Promise<Buffer> {
  const [width, height] = [1921, TALLEST_PX];
  const noise = randomFillSync(Buffer.alloc(width * height * 3));
  return await sharp(noise, { raw: { width, height, channels: 3 } })
    .jpeg({ progressive: true, quality: 10 })
    .toBuffer();
}

function meanDifference(one: Buffer, other: Buffer): number {
  const sum = one.reduce((total, byte, at) => total + Math.abs(byte - (other[at] ?? 0)), 0);
  return sum / one.length;
}
