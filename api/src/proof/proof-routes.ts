import { Router } from 'express';
import { getLog, getReceipt, JWKS_PATH, listHeads } from '@sagopalgo/core/contracts/proof.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { findHeads } from './find-heads.ts';
import { findLog } from './find-log.ts';
import { makeReceipt } from './make-receipt.ts';

/** A key that is taken out of use stays in the list, so an old list does no harm. */
const KEYS_KEPT_S = 300;

/** What proves that an auction went by the rules: its log, the signed heads, a bidder's receipts. */
export function proofRoutes(
  serve: Serve,
  deps: Pick<Deps, 'db' | 'redis'> & { signer: Signer },
): void {
  serve(getLog, ({ params, query }) => findLog(deps, params.auctionId, query));

  serve(listHeads, ({ params, query }) => findHeads(deps, params.auctionId, query));

  serve(getReceipt, (call) => makeReceipt(deps, callerOf(call).userId, call.params));
}

/** The house's public keys, where others look for them: below the origin itself. */
export function jwksRoute({ signer }: { signer: Signer }): Router {
  const router = Router();
  router.get(JWKS_PATH, async (_request, response) => {
    response.setHeader('cache-control', `public, max-age=${KEYS_KEPT_S}`);
    response.json(await signer.jwks());
  });
  return router;
}
