import {
  completeImage,
  createImage,
  deleteImage,
  getImage,
} from '@sagopalgo/core/contracts/images.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { settleUpload } from '@sagopalgo/core/images/settle-upload.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { addImage } from './create-image.ts';
import { findOwnImage, uploadView } from './own-image.ts';
import { takeBack } from './take-back.ts';

type Used = Pick<Deps, 'db' | 'pictures' | 'uploads' | 'settings' | 'limits' | 'log' | 'now'>;

/** Pictures on their way: uploaded while their auction is being written. */
export function imageRoutes(serve: Serve, deps: Used): void {
  serve(createImage, async (call) => {
    const { userId } = callerOf(call);
    await deps.limits.images.take(userId);
    return await addImage(deps, userId, call.body);
  });

  serve(completeImage, async (call) => {
    const row = await findOwnImage(deps, callerOf(call).userId, call.params.imageId);
    const settled = await settleUpload(deps, row);
    if (settled.state === 'awaiting') throw new RefusalError('IMAGE_NOT_UPLOADED');
    if (settled.state === 'refused') {
      throw new RefusalError('NOT_A_PICTURE', { fault: settled.fault });
    }
    return uploadView(settled, deps);
  });

  serve(getImage, async (call) => {
    return uploadView(await findOwnImage(deps, callerOf(call).userId, call.params.imageId), deps);
  });

  serve(deleteImage, async (call) => {
    const row = await findOwnImage(deps, callerOf(call).userId, call.params.imageId);
    await takeBack(deps, row);
    return undefined;
  });
}
