import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import sharp from 'sharp';
import { sizesPrefix, thumbnailKey } from '@sagopalgo/core/images/picture.ts';
import { animatedPicture, blankPicture, fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import { pngBomb } from '@sagopalgo/core/testing/some-pictures.ts';
import { addPicture, openTestPictures, pictureRow } from '../testing-pictures.ts';
import type { TestPictures } from '../testing-pictures.ts';
import { makeThumbnails } from './make-thumbnails.ts';
import { faultOf, renderSizes } from './render-sizes.ts';
import { peakOf } from './testing-peak.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>';
const GROWN_MAX_BYTES = 300 * 1024 * 1024;

describe('a picture that is none, or an odd one', () => {
  let connections: TestPictures;
  before(() => {
    connections = openTestPictures();
  });
  after(() => connections.end());

  async function made(body: Buffer, contentType: string) {
    const { imageId, objectKey } = await addPicture(connections, fileOf(body, contentType));
    const outcome = await makeThumbnails(connections, objectKey);
    const row = await pictureRow(connections, imageId);
    const sizes = await connections.pictures.list(sizesPrefix(objectKey), '', 100);
    return { outcome, row, sizes, objectKey };
  }

  const noise = (width: number, height: number) => {
    const raw = { width, height, channels: 3 as const };
    return sharp(randomBytes(width * height * 3), { raw });
  };

  const HOSTILE: [what: string, type: string, fault: string, body: () => Promise<Buffer>][] = [
    ['an SVG called PNG', 'image/png', 'not-a-picture', async () => Buffer.from(SVG)],
    ['HTML called JPEG', 'image/jpeg', 'not-a-picture', async () => Buffer.from('<!doctype html>')],
    ['nothing', 'image/png', 'not-a-picture', async () => Buffer.alloc(0)],
    [
      ...(['a PNG called WebP', 'image/webp', 'not-a-picture'] as const),
      () => blankPicture(9, 9).png().toBuffer(),
    ],
    [
      ...(['a GIF called PNG', 'image/png', 'not-a-picture'] as const),
      () => blankPicture(9, 9).gif().toBuffer(),
    ],
    ['an animation', 'image/webp', 'animated', animatedPicture],
    [
      ...(['a PNG of billions of pixels', 'image/png', 'too-many-pixels'] as const),
      async () => pngBomb(50_000, 50_000),
    ],
    [
      ...(['a PNG of one endless line', 'image/png', 'too-many-pixels'] as const),
      async () => pngBomb(20_000, 1),
    ],
    [
      'a PNG that says more than it has',
      'image/png',
      'unreadable',
      async () => pngBomb(8000, 7999),
    ],
    [
      ...(['a truncated JPEG', 'image/jpeg', 'unreadable'] as const),
      async () => (await noise(400, 300).jpeg().toBuffer()).subarray(0, 9_000),
    ],
    [
      ...(['a truncated PNG', 'image/png', 'unreadable'] as const),
      async () => (await noise(400, 300).png().toBuffer()).subarray(0, 9_000),
    ],
    [
      ...(['a truncated WebP', 'image/webp', 'unreadable'] as const),
      async () => (await noise(400, 300).webp().toBuffer()).subarray(0, 2_000),
    ],
  ];
  for (const [what, type, fault, body] of HOSTILE) {
    it(`is refused: ${what}`, async () => {
      const { outcome, row, sizes } = await made(await body(), type);
      expect(outcome).to.equal('refused');
      expect(row).to.include({ state: 'refused', fault });
      expect(sizes).to.deep.equal([]);
    });
  }

  it('is never decoded when it has too many pixels, even where its first bytes were not looked at', async () => {
    expect(await renderSizes(pngBomb(50_000, 50_000))).to.deep.equal({ fault: 'too-many-pixels' });
  });

  it('costs bounded memory at its peak, read line by line or whole', async function () {
    this.timeout(60_000);
    const blank = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: 'white' } });
    const idleBytes = (await peakOf(await blank(1, 1).png().toBuffer())).peakBytes;
    for (const [what, body] of [
      ['PNG', await blank(9_000, 7_000).png().toBuffer()],
      ['JPEG', await blank(9_000, 7_000).jpeg().toBuffer()],
      ['interlaced PNG', await blank(4_000, 4_000).png({ progressive: true }).toBuffer()],
    ] as const) {
      const { fault, peakBytes } = await peakOf(body);
      expect(fault, what).to.equal(null);
      expect(peakBytes - idleBytes, what).to.be.below(GROWN_MAX_BYTES);
    }
  });

  it('is not decoded at once where that would take too much memory', async () => {
    const blank = sharp({
      create: { width: 4_001, height: 4_000, channels: 3, background: '#333' },
    });
    for (const body of [
      await blank.clone().png({ progressive: true }).toBuffer(),
      await blank.clone().toColourspace('rgb16').png().toBuffer(),
    ]) {
      expect(await renderSizes(body)).to.deep.equal({ fault: 'too-many-pixels' });
    }
    expect((await renderSizes(await blank.clone().png().toBuffer())).fault).to.equal(null);
  });

  it('is to blame for what cannot be read, and for no lack of time or memory', async () => {
    for (const [message, fault] of [
      ['Input buffer contains unsupported image format', 'unreadable'],
      ['VipsJpeg: premature end of JPEG image', 'unreadable'],
      ['webp2vips: unable to read pixels', 'unreadable'],
      ['Input image exceeds pixel limit', 'too-many-pixels'],
      ['timeout: 30% complete', null],
      ['vips_tracked: out of memory --- size == 512MB', null],
      ["Cannot read properties of undefined (reading 'width')", null],
    ] as const) {
      expect(faultOf(new Error(message)), message).to.equal(fault);
    }
    const bodies = [
      await noise(64, 48).jpeg().toBuffer(),
      await noise(64, 48).png().toBuffer(),
      await noise(64, 48).webp().toBuffer(),
    ];
    for (const body of bodies) {
      for (let at = 2; at < body.length; at += Math.ceil(body.length / 60)) {
        const wrong = Buffer.from(body).fill(0xff, at, Math.min(at + 3, body.length));
        for (const odd of [wrong, body.subarray(0, at)]) {
          const { fault } = await renderSizes(odd);
          expect(fault).to.be.oneOf([null, 'unreadable', 'too-many-pixels', 'animated']);
        }
      }
    }
  });

  it('is made in one size when it is a single pixel', async () => {
    const { row, sizes } = await made(await blankPicture(1, 1).png().toBuffer(), 'image/png');
    expect(row).to.include({ state: 'ready', thumbnailWidthsPx: '1', widthPx: 1, heightPx: 1 });
    expect(sizes).to.have.length(1);
  });

  it('comes out in the colours of screens, from those of print and from sixteen bits', async () => {
    const red = sharp({ create: { width: 40, height: 40, channels: 3, background: '#c03020' } });
    const cmyk = await red.clone().toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(cmyk).metadata()).space).to.equal('cmyk');
    const deep = await red.clone().toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).to.equal('ushort');
    for (const [body, type] of [
      [cmyk, 'image/jpeg'],
      [deep, 'image/png'],
    ] as const) {
      const { outcome, objectKey } = await made(body, type);
      expect(outcome, type).to.equal('ready');
      const shown = await connections.pictures.readStart(thumbnailKey(objectKey, 40), 1_000_000);
      const { space, depth, icc } = await sharp(shown ?? Buffer.alloc(0)).metadata();
      expect({ space, depth, icc }, type).to.deep.equal({
        ...{ space: 'srgb', depth: 'uchar', icc: undefined },
      });
      const [r = 0, g = 0, b = 0] = await sharp(shown ?? Buffer.alloc(0))
        .raw()
        .toBuffer();
      expect(r, type).to.be.above(130);
      expect(Math.max(g, b), type).to.be.below(110);
    }
  });
});
