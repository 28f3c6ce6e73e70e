import type { Request, Response } from 'express';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import {
  beginLink,
  beginSignIn,
  completeSignIn,
  finishSignIn,
  joinSignIn,
  listProviders,
  listSignInWays,
  SIGN_IN_WITHIN_MS,
  COMPLETE_WITHIN_MS,
  unlinkProvider,
} from '@sagopalgo/core/contracts/sign-in.ts';
import { PROVIDER_NAMES } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { Deps } from '../../deps.ts';
import type { Caller } from '../../http/authenticate.ts';
import { callerOf } from '../../http/serve.ts';
import type { Serve } from '../../http/serve.ts';
import { clearCookie, readCookie, setCookie } from '../../http/session-cookies.ts';
import { addressOf } from '../address.ts';
import { endSessionsOf } from '../end-sessions.ts';
import { findSelf } from '../find-self.ts';
import { browserOf, handOver } from '../hand-over.ts';
import { proveOwner } from '../prove-owner.ts';
import { publicOrigin } from '../public-origin.ts';
import type { Session } from '../sessions.ts';
import { noteSignIn } from '../sign-in-traces.ts';
import { beginAttempt, findReturned, takeReturned } from './attempts.ts';
import { completeReturn, joinReturn } from './complete.ts';
import { settleReturn } from './finish.ts';
import { findWays, removeLink } from './links.ts';

/** Signing in by a provider's word, and by whose one may. */
export function signInRoutes(serve: Serve, deps: Deps): void {
  wayRoutes(serve, deps);
  returnRoutes(serve, deps);
}

function wayRoutes(serve: Serve, deps: Deps): void {
  const { limits, providers } = deps;

  serve(listProviders, async () => ({
    items: PROVIDER_NAMES.filter((name) => providers.has(name)),
  }));

  serve(beginSignIn, async ({ body, request, response }) => {
    await limits.signIns.take(addressOf(request));
    return { url: await begin(deps, body.provider, null, { request, response }) };
  });

  serve(beginLink, async (call) => {
    await limits.signIns.take(addressOf(call.request));
    const { provider, password } = call.body;
    providerOf(deps, provider);
    const { userId } = await provenSelf(deps, call, password);
    return { url: await begin(deps, provider, userId, call) };
  });

  serve(listSignInWays, (call) => findWays(deps, callerOf(call).userId));

  serve(unlinkProvider, async (call) => {
    const self = await provenSelf(deps, call, call.body.password);
    await removeLink(deps, self, call.params.provider);
    return undefined;
  });
}

function returnRoutes(serve: Serve, deps: Deps): void {
  const { limits } = deps;

  serve(finishSignIn, async ({ body, request, response, caller }) => {
    await limits.signIns.take(addressOf(request));
    const provider = providerOf(deps, body.provider);
    const token = readCookie(deps.settings, request, 'signIn');
    const attempt = await takeReturned(deps, token, body);
    const profile = await provider.profileOf(attempt, body.query);
    const who = { browser: browserOf(deps, request), callerId: caller?.userId ?? null };
    const returned = await settleReturn(deps, attempt, profile, who);
    if (returned.outcome !== 'signed-in') return returned;
    const { user } = await enter(deps, returned.session, { request, response });
    return { outcome: 'signed-in' as const, user };
  });

  serve(completeSignIn, async ({ body, request, response }) => {
    await limits.signUps.take(addressOf(request));
    const attempt = await findReturned(deps, readCookie(deps.settings, request, 'signIn'));
    const session = await completeReturn(deps, attempt, body, browserOf(deps, request));
    return await enter(deps, session, { request, response });
  });

  serve(joinSignIn, async ({ body, request, response }) => {
    const attempt = await findReturned(deps, readCookie(deps.settings, request, 'signIn'));
    const proof = { password: body.password, address: addressOf(request) };
    const session = await joinReturn(deps, attempt, proof, browserOf(deps, request));
    return await enter(deps, session, { request, response });
  });
}

// What is changed about who may come in is changed by the owner alone.
async function provenSelf(
  deps: Deps,
  call: { caller: Caller | null; request: Request },
  password: string | null,
) {
  const caller = callerOf(call);
  const self = await findSelf(deps, caller.userId);
  await proveOwner(deps, self, caller, { password, address: addressOf(call.request) });
  return self;
}

interface Exchange {
  request: Request;
  response: Response;
}

async function begin(
  deps: Deps,
  name: ProviderName,
  userId: string | null,
  { request, response }: Exchange,
): Promise<string> {
  const provider = providerOf(deps, name);
  const origin = originOf(deps, request);
  const { token, way } = await beginAttempt(deps, { provider: name, userId, origin });
  setCookie(deps.settings, response, 'signIn', token, SIGN_IN_WITHIN_MS + COMPLETE_WITHIN_MS);
  return await provider.addressOf(way);
}

/** Signs the browser in, as whoever it may have been signed in before is out. */
async function enter(deps: Deps, session: Session, { request, response }: Exchange) {
  await endSessionsOf(deps, request);
  clearCookie(deps.settings, response, 'signIn');
  await noteSignIn(deps, request, session.user.userId);
  return handOver(deps, response, session);
}

function providerOf({ providers }: Pick<Deps, 'providers'>, name: ProviderName) {
  const provider = providers.get(name);
  if (!provider) throw new RefusalError('PROVIDER_NOT_OFFERED');
  return provider;
}

// Back to where the browser is, as its cookie is of that host; a name that is not ours is not taken.
function originOf(deps: Pick<Deps, 'settings'>, request: Request): string {
  const named = request.get('origin');
  const own = deps.settings.publicOrigins.find((origin) => origin === named);
  return own ?? publicOrigin(deps);
}
