import type { Image } from '@sagopalgo/core/contracts/images.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { browserUploads } from '../../lib/browser-uploads.ts';
import { smallPicture } from '../../lib/small-picture.ts';
import type { PictureItem } from './picture-item.ts';
import { UploadQueue } from './upload-queue.ts';

const objectUrls = {
  make: (file: Blob) => URL.createObjectURL(file),
  release: (url: string) => URL.revokeObjectURL(url),
  shrink: smallPicture,
};

/** What a form begins with: what its auction shows, or what was uploaded for it before. */
interface Given {
  images?: readonly Image[];
  imageIds?: readonly string[];
}

/** The pictures of a form: they go up while it is filled in. */
export interface FormPictures {
  queue: UploadQueue;
  items: readonly PictureItem[];
}

/** Keeps the pictures of a form for as long as it is there. */
export function usePictures({ images = [], imageIds = [] }: Given): FormPictures {
  const [queue] = useState(() => new UploadQueue(browserUploads, objectUrls));
  const [begun] = useState({ images, imageIds });
  useEffect(() => {
    queue.show(begun.images);
    queue.restore(begun.imageIds);
    return () => queue.end();
  }, [queue, begun]);
  return { queue, items: useSyncExternalStore(queue.subscribe, queue.items) };
}
