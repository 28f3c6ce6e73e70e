import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import type { Problem } from '@sagopalgo/core/contracts/problem.ts';

const RETRY_AFTER_S = 1;

/** Tells a caller that what it asked for is away for now, in the shape of every other refusal. */
export function sendUnavailable(response: Response): void {
  const problem: Problem = {
    ...REFUSALS.UNAVAILABLE,
    code: 'UNAVAILABLE',
    detail: { retryAfterMs: RETRY_AFTER_S * 1000 },
    requestId: randomUUID(),
  };
  response
    .status(REFUSALS.UNAVAILABLE.status)
    .set({ 'retry-after': String(RETRY_AFTER_S), 'cache-control': 'no-store' })
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}
