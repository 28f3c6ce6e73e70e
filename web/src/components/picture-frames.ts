import type { Image } from '@sagopalgo/core/contracts/images.ts';

/** A place for a picture: its shape, and how wide it is on the page. */
export interface PictureFrame {
  /** Width by height. */
  aspect: number;
  /** Lengths by media condition, the last one for whatever screen is left. */
  widths: readonly { media?: string; length: string }[];
}

const NARROW = '(max-width: 860px)';
/** What an `img` without choices shows: sharp on a phone, and not yet large. */
const PLAIN_WIDTH_PX = 640;

/** As wide as the style sheets make them. */
export const CARD_FRAME: PictureFrame = {
  aspect: 1,
  widths: [{ media: NARROW, length: '50vw - 22px' }, { length: '270px' }],
};
export const GALLERY_FRAME: PictureFrame = {
  aspect: 4 / 3.4,
  widths: [
    { media: NARROW, length: '100vw' },
    { media: '(max-width: 1200px)', length: '58vw' },
    { length: '644px' },
  ],
};
/** In rows of lists, and to choose from under a large one. */
export const SMALL_FRAME: PictureFrame = { aspect: 1, widths: [{ length: '96px' }] };

/** In a form, as they are put in order. */
export const FORM_FRAME: PictureFrame = { aspect: 1, widths: [{ length: '180px' }] };
/** The first one as buyers will see it, beside the form or in a dialog. */
export const PREVIEW_FRAME: PictureFrame = {
  aspect: 1,
  widths: [{ media: NARROW, length: '100vw - 64px' }, { length: '300px' }],
};

/** What an `img` is told of a picture's sizes, for the browser to choose among them. */
export interface PictureSources {
  src: string;
  srcSet: string;
  sizes: string;
}

/** The sizes of a picture for a frame; null while none is made. */
export function pictureSources(image: Image, frame: PictureFrame): PictureSources | null {
  const { thumbnails } = image;
  const plain = thumbnails.find(({ widthPx }) => widthPx >= PLAIN_WIDTH_PX) ?? thumbnails.at(-1);
  if (!plain) return null;
  return {
    src: plain.url,
    srcSet: thumbnails.map(({ url, widthPx }) => `${url} ${widthPx}w`).join(', '),
    sizes: sizesFor(image, frame),
  };
}

// A picture that fills its frame and is wider than it is cut at the sides: as much wider it has to be.
function sizesFor({ widthPx, heightPx }: Image, { aspect, widths }: PictureFrame): string {
  const cut = Math.max(1, widthPx / Math.max(1, heightPx) / aspect);
  return widths
    .map(({ media, length }) => {
      const whole = cut === 1 ? `calc(${length})` : `calc(${cut.toFixed(2)} * (${length}))`;
      return media ? `${media} ${whole}` : whole;
    })
    .join(', ');
}
