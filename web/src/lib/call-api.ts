import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import { refreshSession } from '@sagopalgo/core/contracts/users.ts';
import type { z } from 'zod';
import { ApiRefusal, networkRefusal } from './api-refusal.ts';
import { newUuid } from './new-uuid.ts';
import { serverClock } from './server-clock.ts';
import {
  endSession,
  isRemembered,
  isRenewalDue,
  refreshOnce,
  rememberSession,
} from './session-memory.ts';

const API_ROOT = '/api/v1';
const ANSWER_WITHIN_MS = 10_000;
/** Of what is sent as it is made, and may be long. */
const DOWNLOAD_WITHIN_MS = 5 * 60_000;
const DATE_HEADER_PRECISION_MS = 1000;
/** After a renewal that was refused for a while, calls go without one before them. */
const RENEWAL_PAUSE_MS = 10_000;

let renewalRefusedAtMs = -Infinity;

/** What a call is given: only what its declaration asks for. */
export type CallInput<E extends Endpoint> = {
  params?: z.input<E['params']>;
  query?: z.input<E['query']>;
  body?: z.input<E['body']>;
};

/**
 * Makes the declared call with the person's cookies and answers its reply, checked by the declaration.
 * An expired sign-in is renewed once and the call repeated. Throws ApiRefusal, `NETWORK` when no answer
 * came within 10 s.
 */
export async function callApi<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E> = {},
): Promise<z.output<E['reply']>> {
  return read(endpoint, await sendSignedIn(endpoint, input, ANSWER_WITHIN_MS));
}

/** The same for a reply that is kept as a file and not looked into: what came, once all of it has. */
export async function downloadApi(endpoint: Endpoint): Promise<Blob> {
  const answer = await sendSignedIn(endpoint, {}, DOWNLOAD_WITHIN_MS);
  if (!answer.ok) await bodyOf(answer);
  try {
    return await answer.blob();
  } catch {
    throw networkRefusal();
  }
}

/**
 * The JSON at a path of this origin that nobody has to be signed in for. Throws ApiRefusal, as `callApi`
 * does.
 */
export async function readJsonAt(path: string): Promise<unknown> {
  return bodyOf(await ask(path, { method: 'GET' }));
}

async function sendSignedIn<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  withinMs: number,
): Promise<Response> {
  const startedAtMs = Date.now();
  if (endpoint.auth !== 'none' && isRenewalDue()) await renewEarly(startedAtMs);
  const answer = await send(endpoint, input, withinMs);
  if (answer.status !== 401 || endpoint.auth === 'none' || !isRemembered()) return answer;
  const renewed = await refreshOnce(startedAtMs, renewSession);
  return renewed ? await send(endpoint, input, withinMs) : answer;
}

/**
 * Renews the sign-in, unless a tab of this browser has done so since `sinceMs` of the browser's clock;
 * false when it has ended. Throws ApiRefusal when that is not known: no answer, or not for now.
 */
export function renewSignIn(sinceMs: number): Promise<boolean> {
  return refreshOnce(sinceMs, renewSession);
}

/** The sign-in is good for a while yet: what stands in the way of its renewal stops no call. */
async function renewEarly(startedAtMs: number): Promise<void> {
  if (Date.now() - renewalRefusedAtMs < RENEWAL_PAUSE_MS) return;
  try {
    await refreshOnce(startedAtMs, renewSession);
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.code === 'NETWORK') throw error;
    renewalRefusedAtMs = Date.now();
  }
}

/** True when the sign-in was renewed; the server tells a used or missing refresh cookie by a 401. */
async function renewSession(): Promise<boolean> {
  const answer = await send(refreshSession, {});
  if (answer.status === 401) {
    endSession();
    return false;
  }
  const { user } = await read(refreshSession, answer);
  rememberSession(user.userId);
  renewalRefusedAtMs = -Infinity;
  return true;
}

function send<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Response> {
  return ask(urlOf(endpoint, input), {
    withinMs,
    method: endpoint.method,
    // What is given back as the page is left goes on without it.
    keepalive: endpoint.method === 'DELETE',
    ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
    requestId: requestIdOf(input.body),
  });
}

interface AskedWith {
  method: string;
  body?: string;
  keepalive?: boolean;
  requestId?: string;
  withinMs?: number;
}

/** One click is one bid, and is one request in every log, however often it has to be sent. */
function requestIdOf(body: unknown): string {
  const isBid = typeof body === 'object' && body !== null && 'bidId' in body;
  return isBid && typeof body.bidId === 'string' ? body.bidId : newUuid();
}

/** By these a call is found in the log of everything that has to do with it (W3C Trace Context). */
function traceHeaders(requestId: string): Record<string, string> {
  const traceId = requestId.replaceAll('-', '').toLowerCase();
  return { 'x-request-id': requestId, traceparent: `00-${traceId}-${traceId.slice(16)}-01` };
}

async function ask(
  url: string,
  { requestId = newUuid(), withinMs = ANSWER_WITHIN_MS, ...init }: AskedWith,
): Promise<Response> {
  const sentAtMs = serverClock.markMs();
  try {
    const answer = await fetch(url, {
      ...init,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...traceHeaders(requestId),
        ...(init.body !== undefined && { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(withinMs),
    });
    const dateMs = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(dateMs)) {
      serverClock.observeReply(dateMs, sentAtMs, DATE_HEADER_PRECISION_MS);
    }
    return answer;
  } catch {
    throw networkRefusal();
  }
}

async function read<E extends Endpoint>(
  endpoint: E,
  answer: Response,
): Promise<z.output<E['reply']>> {
  return endpoint.reply.parse(await bodyOf(answer)) as z.output<E['reply']>;
}

async function bodyOf(answer: Response): Promise<unknown> {
  const body = answer.status === 204 ? undefined : await readJson(answer);
  if (answer.ok) return body;
  const problem = problemSchema.safeParse(body);
  if (problem.success) throw new ApiRefusal(problem.data);
  throw foreignRefusal(answer.status);
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    // A body cut off half-way is no answer; one that is not JSON comes from a proxy in between.
    if (answer.ok) throw networkRefusal();
    return null;
  }
}

/** A refusal that our server did not word: a proxy's 502, a gateway's 504. */
function foreignRefusal(status: number): ApiRefusal {
  const code = status === 429 ? 'RATE_LIMITED' : status >= 502 ? 'UNAVAILABLE' : 'INTERNAL';
  return new ApiRefusal({ code, message: REFUSALS[code].message, status });
}

function urlOf<E extends Endpoint>(endpoint: E, input: CallInput<E>): string {
  const params = (input.params ?? {}) as Record<string, string>;
  const path = endpoint.path.replace(/:(\w+)/g, (_match, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') query.set(name, String(value));
  }
  const search = query.toString();
  return `${API_ROOT}${path}${search && `?${search}`}`;
}
