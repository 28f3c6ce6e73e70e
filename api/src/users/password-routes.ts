import {
  changePassword,
  PASSWORD_RESET_MS,
  requestPasswordReset,
  resetPassword,
} from '@sagopalgo/core/contracts/passwords.ts';
import type { Deps } from '../deps.ts';
import { readAccessClaims } from '../http/authenticate.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { clearSessionCookies } from '../http/session-cookies.ts';
import { addressOf } from './address.ts';
import { changeOwnPassword } from './change-password.ts';
import { askForReset, resetByToken } from './password-resets.ts';

type Used = Pick<
  Deps,
  'settings' | 'db' | 'redis' | 'log' | 'now' | 'accessKey' | 'limits' | 'hashing' | 'spentTokens'
>;

/** Setting another password, for those who know theirs and for those who do not. */
export function passwordRoutes(serve: Serve, deps: Used): void {
  const { limits, settings } = deps;

  serve(requestPasswordReset, async ({ body, request }) => {
    const address = addressOf(request);
    await limits.passwordResetsOfAddress.take(address);
    await limits.passwordResets.take(`${body.email} ${address}`);
    await askForReset(deps, body.email);
    return { goodForMs: PASSWORD_RESET_MS };
  });

  serve(resetPassword, async ({ body, request, response }) => {
    await limits.proofTries.take(addressOf(request));
    const userId = await resetByToken(deps, body.token, body.password);
    const isOwn = readAccessClaims(deps, request)?.userId === userId;
    if (isOwn) clearSessionCookies(settings, response);
    return undefined;
  });

  serve(changePassword, async (call) => {
    await changeOwnPassword(deps, callerOf(call), call.body, addressOf(call.request));
    return undefined;
  });
}
