import type { ApiRefusalCode } from './api-refusal.ts';
import { ApiRefusal } from './api-refusal.ts';

const WAIT_FIRST_MS = 500;
const WAIT_MAX_MS = 8000;

/** So often something is tried before it is given up. */
export const TRIES_MAX = 5;

/** After which refusals it may go better by itself. */
interface Hope {
  /** Besides those that say nothing of the call: no answer, and a server that is away. */
  alsoAfter?: readonly ApiRefusalCode[];
  /** A turn that comes later than this is not waited for. */
  paceMaxMs: number;
}

/** As long as it takes to wait before the next try, which doubles with every one. */
export function backoffMs(tries: number): number {
  return Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** (tries - 1));
}

/** How long to wait before the next try; null when that would come to the same. */
export function delayBefore(
  error: unknown,
  tries: number,
  { alsoAfter = [], paceMaxMs }: Hope,
): number | null {
  if (!(error instanceof ApiRefusal)) return null;
  if (['NETWORK', 'UNAVAILABLE', ...alsoAfter].includes(error.code)) return backoffMs(tries);
  if (error.code !== 'RATE_LIMITED') return null;
  const delayMs = error.amountIn('retryAfterMs') ?? backoffMs(tries);
  return delayMs > paceMaxMs ? null : delayMs;
}
