import { expect } from 'chai';
import sharp from 'sharp';
import { CATEGORIES } from '../catalogue/catalogue.ts';
import { drawPicture, paintPicture } from './render.ts';
import { sidePx, VIEWS } from './scene.ts';

const SPREAD_MIN = 15;

describe('a picture of the demo', () => {
  for (const [index, { categoryId, items }] of CATEGORIES.entries()) {
    const view = VIEWS[index % VIEWS.length] ?? 'whole';
    it(`of ${categoryId}, ${view}, is a square WebP and no grey box`, async () => {
      const subject = items[0]?.subject;
      if (!subject) throw new Error(`nothing in ${categoryId}`);
      const picture = await paintPicture(drawPicture(subject, view));
      const { format, width, height } = await sharp(picture).metadata();
      const side = sidePx(view);
      expect({ format, width, height }).to.deep.equal({
        format: 'webp',
        width: side,
        height: side,
      });
      const { channels } = await sharp(picture).stats();
      for (const { stdev } of channels) expect(stdev).to.be.greaterThan(SPREAD_MIN);
    });
  }

  it('comes out the same each time', async () => {
    const subject = CATEGORIES[0].items[0]?.subject;
    if (!subject) throw new Error('nothing to draw');
    const [once, again] = [
      await paintPicture(drawPicture(subject, 'close')),
      await paintPicture(drawPicture(subject, 'close')),
    ];
    expect(once.equals(again)).to.equal(true);
  });
});
