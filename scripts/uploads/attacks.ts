import { randomUUID } from 'node:crypto';
import { uploadKey } from '@sagopalgo/core/images/picture.ts';

/** A request of somebody without keys: what is asked of the bucket, and with what. */
type Attack = [method: string, path: string, headers?: Record<string, string>, body?: string];

/** Ways to get at an upload and one of its sizes by only looking as if one had signed. */
export function attacks(objectKey: string, size: string): Attack[] {
  const id = objectKey.slice('uploads/'.length);
  const all = `<Delete><Object><Key>${size}</Key></Object></Delete>`;
  const filler = Array.from({ length: 1_000 }, (_, index) => `a${index}=`).join('&');
  const claim = 'X-Amz-Signature=x';
  const forged = { authorization: 'x' };
  return [
    ['GET', `${size}?${claim}`],
    ['DELETE', `${size}?${claim}`],
    ['GET', `${objectKey}?${claim}`],
    ['GET', `?${claim}`],
    ['GET', `uploads/?${claim}`],
    ['PUT', `${size}?${claim}`, {}, 'x'],
    ['PUT', `${size}?${filler}&X-Amz-Algorithm=AWS4-HMAC-SHA256&${claim}`, {}, 'x'],
    ['POST', `?delete&${claim}`, {}, all],
    ['POST', '?delete', forged, all],
    ['GET', '?list-type=2', forged],
    ['DELETE', size, forged],
    ['GET', objectKey, forged],
    ['GET', `pictures/..%2fuploads%2f${id}`],
    ['GET', `pictures%2f..%2fuploads%2f${id}`],
    ['GET', `pictures/%2e%2e%2fuploads/${id}`],
    ['GET', `${size}?uploads`],
    ['PUT', uploadKey(randomUUID()), { 'x-amz-copy-source': objectKey }],
  ];
}
