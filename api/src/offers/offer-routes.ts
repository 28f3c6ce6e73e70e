import {
  acceptOffer,
  consentToSecondChance,
  declineOffer,
  getMyDefaults,
  getSecondChance,
  listMyOffers,
} from '@sagopalgo/core/contracts/offers.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { accept, decline } from './answer-offer.ts';
import { isConsentGiven, setConsent } from './consents.ts';
import { findDefaults } from './find-defaults.ts';
import { findOffers } from './find-offers.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'settings' | 'gate'>;

/** Second chances: whether one wants them, what one was offered, and how one stands for not having paid. */
export function offerRoutes(serve: Serve, deps: Used): void {
  serve(consentToSecondChance, async (call) => {
    const { userId, role } = callerOf(call);
    if (role === 'ADMIN') throw new RefusalError('FORBIDDEN');
    await setConsent(deps, userId, call.params.auctionId, call.body.isGiven);
    return { isGiven: call.body.isGiven };
  });

  serve(getSecondChance, async (call) => {
    const isGiven = await isConsentGiven(deps, callerOf(call).userId, call.params.auctionId);
    return { isGiven };
  });

  serve(listMyOffers, (call) => findOffers(deps, callerOf(call).userId, call.query));

  serve(acceptOffer, (call) => accept(deps, callerOf(call).userId, call.params.offerId));

  serve(declineOffer, (call) => decline(deps, callerOf(call).userId, call.params.offerId));

  serve(getMyDefaults, (call) => findDefaults(deps, callerOf(call).userId));
}
