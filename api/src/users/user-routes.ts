import { NICKNAME_STAYS_MS } from '@sagopalgo/core/contracts/profile.ts';
import { getMe, signUp } from '@sagopalgo/core/contracts/users.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { addressOf } from './address.ts';
import { endSessionsOf } from './end-sessions.ts';
import { findSelf } from './find-self.ts';
import { browserOf, handOver } from './hand-over.ts';
import { readPicture } from './profile.ts';
import { markDevice, noteSignIn } from './sign-in-traces.ts';
import { addPerson } from './sign-up.ts';

type Used = Pick<
  Deps,
  'settings' | 'db' | 'redis' | 'log' | 'now' | 'accessKey' | 'browserKey' | 'limits' | 'hashing'
>;

/** Signing up, and who one is. */
export function userRoutes(serve: Serve, deps: Used): void {
  serve(signUp, async ({ body, request, response }) => {
    await deps.limits.signUps.take(addressOf(request));
    const session = await addPerson(deps, body, browserOf(deps, request));
    await endSessionsOf(deps, request);
    const { userId } = session.user;
    await noteSignIn(deps, request, userId);
    deps.log.info('user.signed-up', { userId });
    return handOver(deps, response, session);
  });

  serve(getMe, async (call) => {
    const { userId } = callerOf(call);
    const user = await findSelf(deps, userId);
    await markDevice(deps, call, userId);
    const { nickname, role, email, nicknameChangedAtMs } = user;
    return {
      ...{ userId, nickname, role, email, emailVerified: user.emailVerifiedAtMs !== null },
      hasPassword: user.passwordHash !== null,
      picture: await readPicture(deps, user.imageId),
      nicknameFromMs: nicknameChangedAtMs && nicknameChangedAtMs + NICKNAME_STAYS_MS,
    };
  });
}
