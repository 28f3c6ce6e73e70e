import { PREVIEW_FRAME, SMALL_FRAME } from '../../components/picture-frames.ts';
import { PictureField } from './picture-field.tsx';
import type { PictureItem } from './picture-item.ts';
import { imageIdsOf, isStuck, isUnderWay, unfinishedOf } from './picture-item.ts';
import { PictureView } from './picture-view.tsx';
import type { FormPictures } from './use-pictures.ts';

/** The pictures of a form as a form for listings takes them. */
export function picturesForListing(pictures: FormPictures) {
  const { queue, items } = pictures;
  return {
    field: (fault: string | undefined) => <PictureField pictures={pictures} fault={fault} />,
    views: items
      .filter((item) => item.fault === null)
      .map((item, at) => (
        <PictureView key={item.key} item={item} frame={at === 0 ? PREVIEW_FRAME : SMALL_FRAME} />
      )),
    standing: standingOf(items),
    settled: async (signal: AbortSignal) => standingOf(await queue.settled(signal)),
  };
}

/** The pictures of a form as its draft keeps them; what is gone counts until others are chosen. */
export function keptOf({ items, gone }: FormPictures) {
  return { imageIds: imageIdsOf(items), unfinished: unfinishedOf(items) + gone };
}

function standingOf(items: readonly PictureItem[]) {
  return {
    imageIds: imageIdsOf(items),
    underWay: items.filter(isUnderWay).length,
    isStuck: items.some(isStuck),
  };
}
