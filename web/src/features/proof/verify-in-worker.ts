import type { DownloadedLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import type { Verdict } from '@sagopalgo/core/rules/verdict.ts';
import type { Evidence, Progress } from './verify-with-progress.ts';

const VERIFIED_WITHIN_MS = 5 * 60_000;

/** What the thread is asked. */
export interface ToVerify {
  log: DownloadedLog;
  evidence: Evidence;
}

/** What the thread tells: progress some times, then the verdict. */
export type Told = { progress: Progress } | { verdict: Verdict };

/** Verifies in a thread of its own, so that the page stays at hand. Rejects when that cannot run. */
export async function verifyInWorker(
  toVerify: ToVerify,
  tell: (progress: Progress) => void,
): Promise<Verdict> {
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<Verdict>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('verifying took too long')), VERIFIED_WITHIN_MS);
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
      worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
        if ('verdict' in data) resolve(data.verdict);
        else tell(data.progress);
      });
      worker.postMessage(toVerify);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
