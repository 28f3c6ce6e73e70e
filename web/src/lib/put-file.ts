import { networkRefusal } from './api-refusal.ts';
import type { Along, Ticket } from './upload-picture.ts';
import { PutRefused } from './upload-picture.ts';

/** Nothing at all has moved for so long: the connection is gone, whatever the browser believes. */
const STALLED_AFTER_MS = 30_000;

/**
 * Puts a file straight into the store, telling how far it is; `fetch` cannot tell that. Throws PutRefused,
 * ApiRefusal NETWORK when nothing was heard, and the signal's reason when it was called off.
 */
export function putFile(
  { url, method, headers }: Ticket['upload'],
  file: Blob,
  { signal, onProgress }: Along,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const watch = (): void => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_AFTER_MS);
    };
    const callOff = (): void => request.abort();
    request.upload.onprogress = ({ loaded, total }) => {
      watch();
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onloadend = () => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', callOff);
      const { status } = request;
      if (signal.aborted) reject(signal.reason as Error);
      else if (status === 0) reject(networkRefusal());
      else if (status >= 200 && status < 300) resolve();
      else reject(new PutRefused(status));
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    signal.addEventListener('abort', callOff);
    watch();
    request.send(file);
  });
}
