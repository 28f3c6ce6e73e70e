import {
  completeImage,
  createImage,
  deleteImage,
  getImage,
} from '@sagopalgo/core/contracts/images.ts';
import { callApi } from './call-api.ts';
import { calledOff } from './called-off.ts';
import { putFile } from './put-file.ts';
import type { UploadCalls } from './upload-picture.ts';

/** Uploading by this browser, to the store that the server names. */
export const browserUploads: UploadCalls = {
  sha256: webSha256OfFile,
  create: (body) => callApi(createImage, { body }),
  put: putFile,
  complete: (imageId) => callApi(completeImage, { params: { imageId } }),
  find: (imageId) => callApi(getImage, { params: { imageId } }),
  remove: (imageId) => callApi(deleteImage, { params: { imageId } }),
  whenOnline,
  wait,
};

/** Base64, by Web Crypto, which browsers offer on https and on localhost only. */
async function webSha256OfFile(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

function whenOnline(signal: AbortSignal): Promise<void> {
  if (navigator.onLine) return Promise.resolve();
  return calledOff(signal, (resolve, ended) => {
    addEventListener('online', resolve, { signal: ended });
  });
}

function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return calledOff(signal, (resolve, ended) => {
    const timer = setTimeout(resolve, delayMs);
    ended.addEventListener('abort', () => clearTimeout(timer));
  });
}
