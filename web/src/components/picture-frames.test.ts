import { expect } from 'chai';
import { CARD_FRAME, pictureSources, SMALL_FRAME } from './picture-frames.ts';

const sized = (widthPx: number) => ({ url: `/p/${widthPx}.webp`, widthPx, heightPx: widthPx });
const SQUARE = {
  ...{ imageId: 'i', url: '/p/1280.webp', widthPx: 2000, heightPx: 2000 },
  thumbnails: [320, 640, 1280].map(sized),
};

describe('picture frames', () => {
  it('offer every size by its width, and a middle one to browsers that do not choose', () => {
    const sources = pictureSources(SQUARE, SMALL_FRAME);
    expect(sources?.srcSet).to.equal('/p/320.webp 320w, /p/640.webp 640w, /p/1280.webp 1280w');
    expect(sources?.src).to.equal('/p/640.webp');
    expect(sources?.sizes).to.equal('calc(96px)');
  });

  it('take the widest there is where all are narrow', () => {
    const small = { ...SQUARE, thumbnails: [sized(200)] };
    expect(pictureSources(small, SMALL_FRAME)?.src).to.equal('/p/200.webp');
  });

  it('ask for more width where a wide picture is cut at the sides, and not where a tall one is', () => {
    const wide = { ...SQUARE, widthPx: 3000 };
    expect(pictureSources(wide, CARD_FRAME)?.sizes).to.equal(
      '(max-width: 860px) calc(1.50 * (50vw - 22px)), calc(1.50 * (270px))',
    );
    const tall = { ...SQUARE, heightPx: 4000 };
    expect(pictureSources(tall, CARD_FRAME)?.sizes).to.equal(
      '(max-width: 860px) calc(50vw - 22px), calc(270px)',
    );
  });

  it('have nothing to show while no size is made', () => {
    expect(pictureSources({ ...SQUARE, thumbnails: [] }, CARD_FRAME)).to.equal(null);
  });
});
