import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import type { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Problem } from '@sagopalgo/core/contracts/problem.ts';

const RETRY_AFTER_MIN_S = 1;
const RETRY_AFTER_SPREAD_S = 9;

/** Answers a refusal as `application/problem+json`; `status` where HTTP has a better one than the code's. */
export function refuse(
  response: ServerResponse,
  { code, detail }: RefusalError,
  { status = REFUSALS[code].status, headers = {} }: RefusalOptions = {},
): void {
  const problem: Problem = {
    status,
    code,
    message: REFUSALS[code].message,
    detail,
    requestId: randomUUID(),
  };
  const body = JSON.stringify(problem);
  response.writeHead(status, {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}

export interface RefusalOptions {
  status?: number;
  headers?: Record<string, string>;
}

/** Not before that time and jittered, so that those refused together do not come back together. */
export function retryAfter(notBeforeMs = 0): Record<string, string> {
  const leastS = Math.max(RETRY_AFTER_MIN_S, Math.ceil(notBeforeMs / 1_000));
  const seconds = leastS + Math.round(Math.random() * RETRY_AFTER_SPREAD_S);
  return { 'retry-after': String(seconds) };
}
