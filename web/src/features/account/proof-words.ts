import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';

const MINUTE_MS = 60_000;

/** Why no link was sent, and what to do then. */
export function requestFaultWords(error: Error): string {
  if (!(error instanceof ApiRefusal) || error.code !== 'RATE_LIMITED') return wordsOf(error);
  const waitMs = error.amountIn('retryAfterMs');
  if (waitMs === null) return error.message;
  const minutes = Math.ceil(waitMs / MINUTE_MS);
  return `메일을 여러 번 보냈어요. ${minutes}분 뒤에 다시 받을 수 있어요. 그동안 스팸함도 살펴봐 주세요.`;
}

/** The link was used up, ran out or made way for another: only a new one helps. */
export function isUsedUp(error: Error): boolean {
  return error instanceof ApiRefusal && error.code === 'EMAIL_PROOF_INVALID';
}
