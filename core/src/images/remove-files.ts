import { isUploadKey, sizesPrefix } from './picture.ts';
import { PictureStoreAwayError } from './picture-store.ts';
import type { PictureStore } from './picture-store.ts';

const SIZES_MAX = 100;

/**
 * Removes an upload with all of its sizes. What was uploaded goes last: cut off in between, what is left is found
 * by it. Harmless when there is nothing. A file that is no upload is not its auction's own, and stays.
 */
export async function removeFiles(
  store: Pick<PictureStore, 'list' | 'remove'>,
  objectKey: string,
): Promise<void> {
  if (!isUploadKey(objectKey)) return;
  for (const key of await store.list(sizesPrefix(objectKey), '', SIZES_MAX)) {
    await store.remove(key);
  }
  await store.remove(objectKey);
}

/** The same, where it can wait: while S3 is away the files stay until their row is purged. */
export async function removeFilesOrLeave(
  store: Pick<PictureStore, 'list' | 'remove'>,
  objectKey: string,
): Promise<void> {
  try {
    await removeFiles(store, objectKey);
  } catch (error) {
    if (!(error instanceof PictureStoreAwayError)) throw error;
  }
}
