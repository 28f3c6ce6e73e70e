import { isUploadKey, sizesPrefix } from './picture.ts';
import type { PictureStore } from './picture-store.ts';

const SIZES_MAX = 100;

/**
 * Removes a picture's file with all of its sizes. What was uploaded goes last: cut off in between, what is
 * left is found by it. Harmless when there is nothing.
 */
export async function removeFiles(
  store: Pick<PictureStore, 'list' | 'remove'>,
  objectKey: string,
): Promise<void> {
  if (isUploadKey(objectKey)) {
    for (const key of await store.list(sizesPrefix(objectKey), '', SIZES_MAX)) {
      await store.remove(key);
    }
  }
  await store.remove(objectKey);
}
