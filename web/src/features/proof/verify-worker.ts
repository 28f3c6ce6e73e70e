// The thread beside the page: replaying a long log would hold up a page that somebody is looking at.
import '../../lib/zod-without-eval.ts';
import type { ToVerify, Told } from './verify-in-worker.ts';
import { verifyWithProgress } from './verify-with-progress.ts';

addEventListener('message', ({ data }: MessageEvent<ToVerify>) => {
  const tell = (told: Told) => postMessage(told);
  verifyWithProgress(data.log, data.evidence, (progress) => tell({ progress }))
    .then((verdict) => tell({ verdict }))
    .catch((error: unknown) => reportError(error));
});
