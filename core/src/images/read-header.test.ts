import { expect } from 'chai';
import sharp from 'sharp';
import { animatedPicture, blankPicture, phonePicture, pngBomb } from '../testing/some-pictures.ts';
import { readHeader } from './read-header.ts';

/** A segment of a camera's own notes, as long as one can be. */
function longNotes(): Buffer {
  const segment = Buffer.alloc(2 + 0xffff, 1);
  segment.set([0xff, 0xe2, 0xff, 0xff], 0);
  return segment;
}

function withNotes(jpeg: Buffer, segments: number): Buffer {
  const notes = Array.from({ length: segments }, longNotes);
  return Buffer.concat([jpeg.subarray(0, 2), ...notes, jpeg.subarray(2)]);
}

describe('the first bytes of a picture', () => {
  it('say its type and size, whatever made it', async () => {
    const picture = () => blankPicture(123, 45);
    for (const [type, body] of [
      ['image/jpeg', await picture().jpeg().toBuffer()],
      ['image/jpeg', await picture().jpeg({ progressive: true, mozjpeg: true }).toBuffer()],
      ['image/jpeg', await picture().toColourspace('cmyk').jpeg().toBuffer()],
      ['image/png', await picture().png().toBuffer()],
      ['image/png', await picture().png({ palette: true, progressive: true }).toBuffer()],
      ['image/png', await picture().toColourspace('rgb16').png().toBuffer()],
      ['image/webp', await picture().webp().toBuffer()],
      ['image/webp', await picture().webp({ lossless: true }).toBuffer()],
      [
        'image/webp',
        await picture()
          .withExif({ IFD0: { Copyright: 'x' } })
          .webp()
          .toBuffer(),
      ],
    ] as const) {
      const header = { type, widthPx: 123, heightPx: 45, isAnimated: false };
      expect(readHeader(body), type).to.deep.equal(header);
      const start = body.subarray(0, Math.max(30, body.length - 20));
      expect(readHeader(start), type).to.deep.equal(header);
    }
  });

  it('agree with what decodes it, at many sizes', async () => {
    for (const [widthPx, heightPx] of [
      [1, 1],
      [1, 4000],
      [3000, 2],
      [255, 256],
      [1023, 1025],
    ] as const) {
      const blank = blankPicture(widthPx, heightPx);
      for (const body of [
        await blank.clone().jpeg().toBuffer(),
        await blank.clone().png().toBuffer(),
        await blank.clone().webp().toBuffer(),
        await blank.clone().webp({ lossless: true }).toBuffer(),
      ]) {
        expect(readHeader(body)).to.include({ widthPx, heightPx });
      }
    }
  });

  it('say how a phone was held, in either order of bytes', async () => {
    const body = await phonePicture(80, 60);
    expect(readHeader(body)).to.include({ widthPx: 60, heightPx: 80 });
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const turned = await blankPicture(80, 60).jpeg().withMetadata({ orientation }).toBuffer();
      const { autoOrient } = await sharp(turned).metadata();
      expect(readHeader(turned), `${orientation}`).to.include({
        ...{ widthPx: autoOrient.width, heightPx: autoOrient.height },
      });
    }
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const plain = blankPicture(80, 60).withMetadata({ orientation });
      for (const body of [await plain.clone().png().toBuffer(), await plain.webp().toBuffer()]) {
        const { autoOrient, format } = await sharp(body).metadata();
        expect(readHeader(body), `${format} ${orientation}`).to.include({
          ...{ widthPx: autoOrient.width, heightPx: autoOrient.height },
        });
      }
    }
    const big = Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0', 'latin1');
    const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), big]);
    const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2]);
    const plain = await blankPicture(80, 60).jpeg().toBuffer();
    const motorola = Buffer.concat([head, exif, plain.subarray(2)]);
    expect(readHeader(motorola)).to.include({ widthPx: 60, heightPx: 80 });
  });

  it('say whether it moves, and how large a bomb would be', async () => {
    expect(readHeader(await animatedPicture())).to.include({ isAnimated: true });
    expect(readHeader(pngBomb(50_000, 40_000))).to.include({ widthPx: 50_000, heightPx: 40_000 });
  });

  it('are too few where a camera wrote long notes first', async () => {
    const body = withNotes(await blankPicture(70, 50).jpeg().toBuffer(), 3);
    expect(readHeader(body.subarray(0, 64 * 1024))).to.equal('more');
    expect(readHeader(body)).to.include({ widthPx: 70, heightPx: 50 });
    for (const cut of [0, 1, 11]) expect(readHeader(body.subarray(0, cut))).to.equal('more');
  });

  it('give away what is no picture of ours', async () => {
    for (const body of [
      Buffer.from('<!doctype html><title>x</title>'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      Buffer.from('RIFF\0\0\0\0AVI LIST\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1'),
      Buffer.from('RIFF\0\0\0\0WEBPICCP\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1'),
      Buffer.from([0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 9, 8, 0, 0, 0, 0, 0, 0]),
      pngBomb(0, 5),
      await blankPicture(9, 9).gif().toBuffer(),
      await blankPicture(9, 9).tiff().toBuffer(),
    ]) {
      expect(readHeader(body), body.toString('latin1', 0, 16)).to.equal(null);
    }
  });

  it('never make it stumble, whichever of them are wrong', async () => {
    const bodies = [
      await phonePicture(80, 60),
      await blankPicture(9, 9).png().toBuffer(),
      await blankPicture(9, 9).webp().toBuffer(),
      await blankPicture(9, 9).withMetadata({ orientation: 6 }).png().toBuffer(),
      await blankPicture(9, 9).withMetadata({ orientation: 6 }).webp().toBuffer(),
    ];
    for (const body of bodies) {
      for (let at = 0; at < Math.min(body.length, 200); at += 1) {
        for (const value of [0, 0x7f, 0xff]) {
          const wrong = Buffer.from(body);
          wrong[at] = value;
          expect(() => readHeader(wrong)).not.to.throw();
          expect(() => readHeader(wrong.subarray(0, at + 1))).not.to.throw();
        }
      }
    }
  });
});
