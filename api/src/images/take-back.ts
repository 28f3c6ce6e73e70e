import { PictureStoreAwayError } from '@sagopalgo/core/images/picture-store.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { removePicture, startRemoving } from '@sagopalgo/core/images/remove-picture.ts';
import type { ImageRow } from '@sagopalgo/core/images/settle-upload.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';

/**
 * Removes a picture that no auction shows. From the first step on nobody can use it; where S3 is away its
 * files follow at night. Throws IMAGE_IN_USE.
 */
export async function takeBack(
  deps: Pick<Deps, 'db' | 'pictures' | 'log'>,
  row: ImageRow,
): Promise<void> {
  const { imageId } = row;
  if (!(await startRemoving(deps.db, imageId))) throw new RefusalError('IMAGE_IN_USE');
  try {
    await removePicture(deps, row);
  } catch (error) {
    if (!(error instanceof PictureStoreAwayError)) throw error;
    deps.log.warn('image.files-left', { imageId, error: describeError(error) });
  }
}
