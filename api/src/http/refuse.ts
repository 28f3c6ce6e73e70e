import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { REFUSALS, RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { RefusalCode } from '@sagopalgo/core/contracts/errors.ts';
import type { Problem } from '@sagopalgo/core/contracts/problem.ts';
import type { Deps } from '../deps.ts';
import { isDependencyAway } from './dependency-faults.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { currentContext } from '@sagopalgo/core/runtime/logger.ts';
import { writeAnswer } from './write-answer.ts';

type Refuse = (error: unknown, request: Request, response: Response) => void;

const RETRY_AFTER_DEFAULT_MS = 1_000;
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Turns what was thrown into `application/problem+json`; the only place that does. */
export function refuse({ log }: Pick<Deps, 'log'>): Refuse {
  return (error, request, response) => {
    // Whoever hung up hears nothing, and it is nobody's fault.
    if (response.closed || (request.destroyed && !request.complete)) return;
    const refusal = refusalOf(error);
    const facts = { code: refusal.code, method: request.method, path: pathOf(request) };
    if (refusal.code === 'INTERNAL') {
      log.error('request.failed', { ...facts, error: describeError(error) });
    } else if (error !== refusal && refusal.code === 'UNAVAILABLE') {
      log.warn('dependency.away', { ...facts, error: describeError(error) });
    } else {
      log.info('request.refused', facts);
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(response, refusal);
  };
}

/** The same as Express calls it. */
export function refusing(refuseAs: Refuse): ErrorRequestHandler {
  return (error, request, response, _next) => refuseAs(error, request, response);
}

/** Answers NOT_FOUND to whatever no route has taken. */
export function refuseUnknown(): RequestHandler {
  return () => {
    throw new RefusalError('NOT_FOUND');
  };
}

/** Whatever was thrown, as the refusal that a caller is told. */
export function refusalOf(error: unknown): RefusalError {
  if (error instanceof RefusalError) return error;
  if (isDependencyAway(error)) return new RefusalError('UNAVAILABLE');
  if (isClientFault(error)) return new RefusalError('INVALID_REQUEST', { fields: [] });
  return new RefusalError('INTERNAL');
}

// What Express itself finds wrong with a request, such as a path that cannot be decoded.
function isClientFault(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 400;
}

// Express would take the whole address apart for it, which only one that names its host needs.
function pathOf(request: Request): string {
  const { url } = request;
  if (!url.startsWith('/')) return request.path;
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function sendProblem(response: Response, { code, detail }: RefusalError): void {
  const { status, message } = REFUSALS[code];
  const requestId = currentContext()?.requestId ?? '';
  const problem: Problem = { status, code, message, detail: { ...detail }, requestId };
  const json = JSON.stringify(problem);
  writeAnswer(response, status, { type: PROBLEM_TYPE, json }, retryAfter(code, detail));
}

function retryAfter(code: RefusalCode, { retryAfterMs }: RefusalError['detail']): string[] {
  if (code !== 'RATE_LIMITED' && code !== 'UNAVAILABLE') return [];
  const waitMs = typeof retryAfterMs === 'number' ? retryAfterMs : RETRY_AFTER_DEFAULT_MS;
  return ['retry-after', String(Math.ceil(waitMs / 1000))];
}
