import type { Request, Response } from 'express';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { createToken, logIn, logOut, refreshSession } from '@sagopalgo/core/contracts/users.ts';
import { ACCESS_TOKEN_MS, signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import type { Serve } from '../http/serve.ts';
import { clearSessionCookies, readCookie } from '../http/session-cookies.ts';
import { addressOf } from './address.ts';
import { checkCredentials, lockAsChecked } from './credentials.ts';
import { endSessionsOf } from './end-sessions.ts';
import { browserOf, handOver } from './hand-over.ts';
import { beginSession, renewSession } from './sessions.ts';
import { noteSignIn } from './sign-in-traces.ts';

type Used = Pick<
  Deps,
  'settings' | 'db' | 'redis' | 'log' | 'now' | 'accessKey' | 'browserKey' | 'limits' | 'hashing'
>;

/** Signing in, staying signed in and signing out. */
export function sessionRoutes(serve: Serve, deps: Used): void {
  const { db, log, now } = deps;

  serve(logIn, async ({ body, request, response }) => {
    const user = await checkCredentials(deps, body, addressOf(request));
    const session = await db.transaction(async (tx) => {
      const checked = await lockAsChecked(tx, user);
      return await beginSession(tx, checked, browserOf(deps, request), now());
    });
    await endSessionsOf(deps, request);
    await noteSignIn(deps, request, user.userId);
    log.info('user.logged-in', { userId: user.userId });
    return handOver(deps, response, session);
  });

  serve(refreshSession, ({ request, response }) => refresh(deps, request, response));

  serve(logOut, async ({ request, response }) => {
    await endSessionsOf(deps, request);
    clearSessionCookies(deps.settings, response);
    return undefined;
  });

  serve(createToken, async ({ body, request }) => {
    // For programs, which have no origin: a page must never see a token.
    if (request.get('origin') !== undefined) throw new RefusalError('ORIGIN_NOT_ALLOWED');
    // Before the password is looked at: a token by one that is changed meanwhile is spent.
    const askedAtMs = now();
    const user = await checkCredentials(deps, body, addressOf(request));
    const { userId, nickname, role } = user;
    const accessTokenExpiresAtMs = expiryOf(askedAtMs, user.tokensFromMs ?? 0);
    const claims = { userId, nickname, role, familyId: '' };
    return {
      user: { userId, nickname, role },
      accessToken: signAccessToken(deps.accessKey, claims, accessTokenExpiresAtMs),
      accessTokenExpiresAtMs,
    };
  });
}

// Told to the second: a token that is made right after older ones were spent counts from the next one on.
function expiryOf(askedAtMs: number, tokensFromMs: number): number {
  const fromS = Math.max(Math.floor(askedAtMs / 1000), Math.ceil(tokensFromMs / 1000));
  return fromS * 1000 + ACCESS_TOKEN_MS;
}

async function refresh(deps: Used, request: Request, response: Response) {
  await deps.limits.refreshes.take(addressOf(request));
  const token = readCookie(deps.settings, request, 'refresh');
  if (token === undefined) throw new RefusalError('SESSION_ENDED');
  const session = await renewSession(deps, token, browserOf(deps, request));
  if (!session) {
    clearSessionCookies(deps.settings, response);
    throw new RefusalError('SESSION_ENDED');
  }
  await noteSignIn(deps, request, session.user.userId);
  return handOver(deps, response, session);
}
