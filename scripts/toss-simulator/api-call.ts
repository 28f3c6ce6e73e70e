import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { authorizationFault } from './api-keys.ts';
import type { Outcome } from './confirm.ts';
import type { Desk } from './desk.ts';
import type { Call, Faults, MetFault } from './faults.ts';
import { newTraceId } from './fresh-keys.ts';
import type { IdempotentCalls } from './idempotency.ts';
import { shownPayment } from './shown-payment.ts';
import { refusal, tossError } from './toss-errors.ts';
import type { Answer, Language } from './toss-errors.ts';

const DELAY_DEFAULT_MS = 1_000;

/** What every call of the API is answered with. */
export interface CallDesk {
  desk: Desk;
  faults: Faults;
  calls: IdempotentCalls;
  /** Whether a 5xx is given again for the same idempotency key, as any other first answer is. */
  replaysServerErrors: boolean;
}

/** One kind of call: what it does, and of which order it is, as far as can be told. */
export interface Work {
  call: Call;
  orderId: string | undefined;
  /** `refusedWith` is the code of a refusal to come in the place of success. */
  run: (refusedWith: string | null) => Outcome;
}

/** Answers one call of the API: its key, its idempotency, and what is to go wrong with it. */
export async function answerCall(
  { desk, faults, calls, replaysServerErrors }: CallDesk,
  request: Request,
  response: Response,
  work: Work,
): Promise<void> {
  response.set('x-tosspayments-trace-id', newTraceId());
  const language: Language = /^en/i.test(request.get('accept-language') ?? '') ? 'en' : 'ko';
  const say = (code: string): void => send(response, refusal(code, language));
  const key = request.method === 'POST' ? request.get('idempotency-key') : undefined;
  if (key !== undefined) response.set('idempotency-key', key);
  const doorFault =
    authorizationFault(request.get('authorization'), desk.keys) ??
    (key === undefined ? null : calls.faultOf(key));
  if (doorFault !== null) return say(doorFault);
  const identity = key === undefined ? null : `${request.method} ${request.originalUrl} ${key}`;
  const fault = faults.take(work.call, work.orderId);
  if (fault?.kind === 'conflict') {
    fault.reach();
    return say('IDEMPOTENT_REQUEST_PROCESSING');
  }
  if (!calls.begin(identity)) return say('IDEMPOTENT_REQUEST_PROCESSING');
  try {
    await before(fault);
    if (fault?.kind === 'drop-before') return drop(request, fault);
    const kept = calls.kept(identity);
    const answer = kept ?? first({ desk, request, work, fault, language });
    const bound = answer.status < 500 ? answer.status !== 409 : replaysServerErrors;
    if (kept === null && bound) calls.keep(identity, answer);
    desk.books.flush();
    desk.webhooks.pump();
    await after(fault, desk);
    if (fault?.kind === 'drop-after') return drop(request, fault);
    fault?.reach();
    send(response, answer);
  } finally {
    calls.end(identity);
  }
}

function first(given: {
  desk: Desk;
  request: Request;
  work: Work;
  fault: MetFault | null;
  language: Language;
}): Answer {
  const { desk, request, work, fault, language } = given;
  const testCode = request.get('tosspayments-test-code');
  if (testCode !== undefined) {
    return refusal(tossError(testCode) === undefined ? 'INVALID_TEST_CODE' : testCode, language);
  }
  if (fault?.kind === 'error-before') return brokenAnswer(fault, language);
  const outcome = work.run(fault?.kind === 'refuse' ? (fault.code ?? null) : null);
  if (fault?.kind === 'error-after') return brokenAnswer(fault, language);
  if (typeof outcome === 'string') return refusal(outcome, language);
  return { status: 200, body: JSON.stringify(shownPayment(outcome, desk.now())) };
}

function brokenAnswer({ status = 500, code }: MetFault, language: Language): Answer {
  const { body } = refusal(code ?? 'FAILED_INTERNAL_SYSTEM_PROCESSING', language);
  return { status, body };
}

async function before(fault: MetFault | null): Promise<void> {
  if (fault?.kind === 'delay') await pause(fault.ms ?? DELAY_DEFAULT_MS);
  if (fault?.kind !== 'hold-before') return;
  fault.reach();
  await fault.released;
}

async function after(fault: MetFault | null, { webhooks }: Desk): Promise<void> {
  if (fault?.kind === 'webhook-first') await webhooks.settled();
  if (fault?.kind === 'slow-answer') {
    fault.reach();
    await pause(fault.ms ?? DELAY_DEFAULT_MS);
  }
  if (fault?.kind !== 'hold-after') return;
  fault.reach();
  await fault.released;
}

function drop(request: Request, fault: MetFault): void {
  request.socket.destroy();
  fault.reach();
}

function send(response: Response, { status, body }: Answer): void {
  response.status(status).set('content-type', 'application/json;charset=UTF-8').end(body);
}
