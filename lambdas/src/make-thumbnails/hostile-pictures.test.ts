import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import sharp from 'sharp';
import { sizesPrefix, thumbnailKey } from '@sagopalgo/core/images/picture.ts';
import { animatedPicture, blankPicture, fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import { pngBomb } from '@sagopalgo/core/testing/some-pictures.ts';
import { addPicture, openTestPictures, pictureRow } from '../testing-pictures.ts';
import type { TestPictures } from '../testing-pictures.ts';
import { makeThumbnails } from './make-thumbnails.ts';
import { renderSizes } from './render-sizes.ts';

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

  it('costs bounded memory', async () => {
    const before = process.memoryUsage().rss;
    const blank = sharp({
      create: { width: 9_000, height: 7_000, channels: 3, background: 'white' },
    });
    const { outcome } = await made(await blank.png().toBuffer(), 'image/png');
    expect(outcome).to.equal('ready');
    expect(process.memoryUsage().rss - before).to.be.below(GROWN_MAX_BYTES);
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
