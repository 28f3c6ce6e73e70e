import { requestEmailProof, verifyEmail } from '@sagopalgo/core/contracts/email-proofs.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { addressOf } from './address.ts';
import { renewProof, verifyByToken } from './email-proofs.ts';

type Used = Pick<Deps, 'settings' | 'db' | 'log' | 'now' | 'limits'>;

/** Proving that an address is one's own. */
export function emailRoutes(serve: Serve, deps: Used): void {
  const { limits, log } = deps;

  serve(requestEmailProof, async (call) => {
    const { userId } = callerOf(call);
    await limits.emailProofsOfAddress.take(addressOf(call.request));
    await limits.emailProofs.take(userId);
    const promised = await renewProof(deps, userId);
    log.info('email-proof.promised', { userId });
    return promised;
  });

  serve(verifyEmail, async ({ body, request, caller }) => {
    await limits.proofTries.take(addressOf(request));
    return await verifyByToken(deps, body.token, caller?.userId ?? null);
  });
}
