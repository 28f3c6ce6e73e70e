import {
  changeNickname,
  removeProfilePicture,
  setProfilePicture,
} from '@sagopalgo/core/contracts/profile.ts';
import { useQueryClient } from '@tanstack/react-query';
import { browserUploads } from '../../lib/browser-uploads.ts';
import { callApi } from '../../lib/call-api.ts';
import { lookIntoFile } from '../../lib/look-into-file.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { uploadPicture } from '../../lib/upload-picture.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

const UPLOAD_WITHIN_MS = 120_000;

/** The chosen file is none that can be shown; its message says why, in words for people. */
export class UnfitFileError extends Error {
  override readonly name = 'UnfitFileError';
}

/** Gives oneself another nickname. */
export function useRename() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (nickname: string) => callApi(changeNickname, { body: { nickname } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.me }),
  });
}

/** Shows oneself with a picture, or without one for null. */
export function useSetPicture() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (file: File | null) =>
      file === null ? callApi(removeProfilePicture) : bringUp(file),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.me }),
  });
}

async function bringUp(file: File): Promise<void> {
  const { contentType, fault } = await lookIntoFile(file);
  if (contentType === undefined) throw new UnfitFileError(fault);
  const signal = AbortSignal.timeout(UPLOAD_WITHIN_MS);
  const along = { signal, onProgress: () => undefined, onNamed: () => undefined };
  const { imageId } = await uploadPicture(browserUploads, { file, contentType, ...along });
  await callApi(setProfilePicture, { body: { imageId } });
}
