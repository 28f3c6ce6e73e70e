import { isDeepStrictEqual } from 'node:util';
import type { IRouter, Request, Response } from 'express';
import type { z } from 'zod';
import { nothing } from '@sagopalgo/core/contracts/endpoint.ts';
import type { Endpoint, Method } from '@sagopalgo/core/contracts/endpoint.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { VerifiedClaims } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { authenticate, readAccessClaims } from './authenticate.ts';
import type { Caller } from './authenticate.ts';
import { checkOrigin } from './check-origin.ts';
import { addressKey } from './client-address.ts';
import { declaredRefusals } from './declared-refusals.ts';
import { Deadlines } from './deadlines.ts';
import { parsePart } from './parse-call.ts';
import { readBody } from './read-body.ts';
import { startRequestSpan, unsaidHeaders } from './request-context.ts';
import { StreamedReply } from './streamed-reply.ts';
import { writeAnswer } from './write-answer.ts';

const HANDLE_WITHIN_MS = 15_000;
const JSON_TYPE = 'application/json; charset=utf-8';
const STATUS_NO_CONTENT = 204;
const STATUS_FAULT = 500;

const deadlines = new Deadlines(HANDLE_WITHIN_MS);

const VERBS = {
  GET: 'get',
  POST: 'post',
  PATCH: 'patch',
  DELETE: 'delete',
} as const satisfies Record<Method, string>;

/** A call as its handler gets it: parsed, and with whoever is signed in. */
export interface Call<E extends Endpoint> {
  params: z.output<E['params']>;
  query: z.output<E['query']>;
  body: z.output<E['body']>;
  caller: Caller | null;
  request: Request;
  response: Response;
}

/** Binds declarations to what they do. */
export type Serve = <E extends Endpoint>(
  endpoint: E,
  handle: (call: Call<E>) => Promise<z.input<E['reply']> | StreamedReply>,
) => void;

/** Puts what answers a method and path where requests find it; its rejections are refusals. */
export type Bind = (
  method: Method,
  path: string,
  answer: (request: Request, response: Response) => Promise<void>,
) => void;

/**
 * Binds each declared call, below `prefix`, to its handler: origin, who is calling, form, then the
 * handler, then its reply. Everything foreseen that goes wrong is thrown as a RefusalError.
 */
export function createServe(bind: Bind, prefix: string, deps: Deps): Serve {
  const checked = deps.settings.deployment === 'local';
  return (endpoint, handle) => {
    bind(endpoint.method, prefix + endpoint.path, async (request, response) => {
      observe(deps, endpoint, response);
      try {
        const call = await readCall(deps, endpoint, request, response);
        const reply = await deadlines.hold(handle(call));
        if (reply instanceof StreamedReply) return await stream(deps, endpoint, response, reply);
        if (checked) checkReply(endpoint, reply);
        return send(response, endpoint.status, reply);
      } catch (error) {
        if (checked) checkRefusal(endpoint, error);
        throw error;
      }
    });
  };
}

/** Binds to the router of Express. */
export function bindTo(router: IRouter): Bind {
  return (method, path, answer) => {
    router[VERBS[method]](path, (request, response) => answer(request, response));
  };
}

/** Whoever is signed in, for calls that are declared with `auth: 'required'`. */
export function callerOf({ caller }: Pick<Call<Endpoint>, 'caller'>): Caller {
  if (!caller) throw new Error('a call that needs nobody signed in asks who it is');
  return caller;
}

/** The operator who calls, for calls that are theirs alone. Throws FORBIDDEN for anybody else. */
export function operatorOf(call: Pick<Call<Endpoint>, 'caller'>): Caller {
  const caller = callerOf(call);
  if (caller.role !== 'ADMIN') throw new RefusalError('FORBIDDEN');
  return caller;
}

async function readCall<E extends Endpoint>(
  deps: Deps,
  endpoint: E,
  request: Request,
  response: Response,
): Promise<Call<E>> {
  checkOrigin(endpoint, request, deps.settings.publicOrigins);
  const claims = readAccessClaims(deps, request);
  if (endpoint.method !== 'GET') pace(deps, request, claims);
  const known = authenticate(deps, endpoint, claims);
  const caller = known instanceof Promise ? await known : known;
  const body = endpoint.method === 'GET' ? {} : await readBody(request);
  return {
    params: parsePart(endpoint.params, request.params) as z.output<E['params']>,
    query: readQuery(endpoint, request) as z.output<E['query']>,
    body: parsePart(endpoint.body, body) as z.output<E['body']>,
    caller,
    request,
    response,
  };
}

function pace({ limits, now }: Deps, request: Request, claims: VerifiedClaims | null): void {
  const [address, nowMs] = [addressKey(request), now()];
  if (claims === null) {
    limits.unsafeOfAddress.take(address, nowMs);
    return;
  }
  limits.unsafeOfPerson.take(claims.userId, nowMs);
  limits.unsafeOfPeopleThere.take(address, nowMs);
}

// Express takes the whole address apart whenever it is asked, and where nothing is expected and nothing came
// there is nothing to check.
function readQuery(endpoint: Endpoint, request: Request): unknown {
  const hasQuery = request.url.includes('?');
  if (!hasQuery && endpoint.query === nothing) return {};
  return parsePart(endpoint.query, hasQuery ? request.query : {});
}

async function stream(
  { log }: Deps,
  endpoint: Endpoint,
  response: Response,
  reply: StreamedReply,
): Promise<void> {
  if (unsaidHeaders())
    throw new Error(`${endpoint.name} cannot stream: its headers are not said yet`);
  response.statusCode = endpoint.status;
  const fault = await reply.send(response);
  if (fault) log.warn('reply.broken', { call: endpoint.name, error: describeError(fault) });
}

// Express's own way works out types, freshness and charsets that are always the same here.
function send(response: Response, status: number, reply: unknown): void {
  const written =
    status === STATUS_NO_CONTENT ? null : { type: JSON_TYPE, json: JSON.stringify(reply) };
  writeAnswer(response, status, written);
}

function observe({ metrics }: Deps, endpoint: Endpoint, response: Response): void {
  const startedAtMs = performance.now();
  const span = startRequestSpan(endpoint.name);
  // It comes once, and `once` would pay for making sure.
  response.on('close', () => {
    const { statusCode: status } = response;
    metrics.answered(endpoint.name, status, performance.now() - startedAtMs);
    span?.end({ 'http.response.status_code': status }, status >= STATUS_FAULT);
  });
}

// What is not as declared is a bug of ours; production does not pay for looking.
function checkReply(endpoint: Endpoint, reply: unknown): void {
  const parsed = endpoint.reply.safeParse(reply);
  if (!parsed.success) {
    throw new Error(`the reply of ${endpoint.name} is not as declared: ${parsed.error.message}`);
  }
  if (!isDeepStrictEqual(parsed.data, reply)) {
    throw new Error(`the reply of ${endpoint.name} says more than was declared`);
  }
}

function checkRefusal(endpoint: Endpoint, error: unknown): void {
  if (!(error instanceof RefusalError) || declaredRefusals(endpoint).has(error.code)) return;
  throw new Error(`${endpoint.name} was never declared to refuse with ${error.code}`);
}
