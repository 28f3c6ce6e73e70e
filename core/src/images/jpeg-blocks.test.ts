import { expect } from 'chai';
import sharp from 'sharp';
import { blankPicture } from '../testing/some-pictures.ts';
import { countJpegBlocks } from './jpeg-blocks.ts';

describe('the blocks of a JPEG', () => {
  const jpeg = (chromaSubsampling: string) =>
    blankPicture(100, 50).jpeg({ chromaSubsampling, progressive: true }).toBuffer();

  it('are counted over all its components, those at half the size as well', async () => {
    // 7 × 4 units of 16 pixels with 4 + 1 + 1 blocks; 13 × 7 of 8 pixels with one of each.
    expect(countJpegBlocks(await jpeg('4:2:0'))).to.equal(7 * 4 * 6);
    expect(countJpegBlocks(await jpeg('4:4:4'))).to.equal(13 * 7 * 3);
    const grey = await blankPicture(100, 50).toColourspace('b-w').jpeg().toBuffer();
    expect(countJpegBlocks(grey)).to.equal(13 * 7);
    const print = blankPicture(100, 50).toColourspace('cmyk');
    const inFour = await print.jpeg({ chromaSubsampling: '4:4:4' }).toBuffer();
    expect(countJpegBlocks(inFour)).to.equal(13 * 7 * 4);
  });

  it('are not known where the frame cannot be read, or says what cannot be', async () => {
    const whole = await jpeg('4:4:4');
    expect(countJpegBlocks(whole.subarray(0, 40))).to.equal(null);
    expect(countJpegBlocks(await sharp(whole).png().toBuffer())).to.equal(null);
    const shares = whole.indexOf(Buffer.from([3, 1, 0x11, 0]));
    expect(countJpegBlocks(Buffer.from(whole).fill(0, shares + 2, shares + 3))).to.equal(null);
  });
});
