import type { Image } from '@sagopalgo/core/contracts/images.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { browserUploads } from '../../lib/browser-uploads.ts';
import { smallPicture } from '../../lib/small-picture.ts';
import { useAskBeforeLeaving } from '../../lib/use-ask-before-leaving.ts';
import type { PictureItem } from './picture-item.ts';
import { isUnderWay } from './picture-item.ts';
import { UploadQueue } from './upload-queue.ts';

const objectUrls = {
  make: (file: Blob) => URL.createObjectURL(file),
  release: (url: string) => URL.revokeObjectURL(url),
  shrink: smallPicture,
};

/** What a form begins with: what its auction shows, and what was uploaded for it before. */
interface Given {
  images?: readonly Image[];
  /** Those that are left of both, in their order; without them all that the auction shows. */
  imageIds?: readonly string[] | null;
  /** Those that were chosen and not up then. */
  unfinished?: number;
}

/** The pictures of a form: they go up while it is filled in. */
export interface FormPictures {
  queue: UploadQueue;
  items: readonly PictureItem[];
  /** How many have to be chosen again. */
  gone: number;
}

/** Keeps the pictures of a form for as long as it is there. */
export function usePictures({ images = [], imageIds = null, unfinished = 0 }: Given): FormPictures {
  const [queue] = useState(() => new UploadQueue(browserUploads, objectUrls));
  const [begun] = useState({ images, imageIds, unfinished });
  useEffect(() => {
    const { images: shown, imageIds: ids, unfinished: left } = begun;
    const isKept = ({ imageId }: Image): boolean => ids === null || ids.includes(imageId);
    const isShown = (imageId: string): boolean => shown.some((image) => image.imageId === imageId);
    queue.show(shown.filter(isKept));
    queue.restore(
      (ids ?? []).filter((imageId) => !isShown(imageId)),
      left,
    );
    for (const [index, imageId] of (ids ?? []).entries()) queue.moveImage(imageId, index);
    return () => queue.end();
  }, [queue, begun]);
  const items = useSyncExternalStore(queue.subscribe, queue.items);
  const gone = useSyncExternalStore(queue.subscribe, queue.gone);
  useAskBeforeLeaving(items.some((item) => item.previewUrl !== null && isUnderWay(item)));
  return { queue, items, gone };
}
