import {
  changeAuction,
  createAuction,
  deleteAuction,
  getAuction,
} from '@sagopalgo/core/contracts/auctions.ts';
import { getToday, listAuctions } from '@sagopalgo/core/contracts/auction-lists.ts';
import { relistAuction } from '@sagopalgo/core/contracts/offers.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import type { Deps } from '../deps.ts';
import { findAuction } from '../views/auction-rows.ts';
import { noteView } from '../views/note-view.ts';
import { showAuction } from '../views/show-auctions.ts';
import { changeListing } from './change-listing.ts';
import { findByState } from './find-by-state.ts';
import { findToday } from './find-today.ts';
import { addListing } from './add-listing.ts';
import { relist } from './relist.ts';
import { removeListing } from './remove-listing.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'settings' | 'limits'>;

/** Listing, looking at, changing and taking back auctions. */
export function auctionRoutes(serve: Serve, deps: Used): void {
  serve(createAuction, async (call) => {
    const { userId } = callerOf(call);
    await deps.limits.listings.take(userId);
    return await showKnown(deps, await addListing(deps, userId, call.body), userId);
  });

  serve(listAuctions, ({ query, caller }) => findByState(deps, query, caller?.userId ?? null));

  // Before the call with an id in this place, which would take it for one.
  serve(getToday, ({ query, caller }) => findToday(deps, query, caller?.userId ?? null));

  serve(getAuction, async (call) => {
    const { auctionId } = call.params;
    const shown = await showKnown(deps, auctionId, call.caller?.userId ?? null);
    noteView(deps, call, auctionId);
    return shown;
  });

  serve(changeAuction, async (call) => {
    const { userId } = callerOf(call);
    await changeListing(deps, userId, call.params.auctionId, call.body);
    return await showKnown(deps, call.params.auctionId, userId);
  });

  serve(relistAuction, async (call) => {
    const { userId } = callerOf(call);
    await deps.limits.listings.take(userId);
    const { saleDate } = call.body;
    const auctionId = await relist(deps, userId, call.params.auctionId, saleDate);
    return await showKnown(deps, auctionId, userId);
  });

  serve(deleteAuction, async (call) => {
    await removeListing(deps, callerOf(call).userId, call.params.auctionId);
    return undefined;
  });
}

async function showKnown(deps: Used, auctionId: string, viewerId: string | null) {
  const row = await findAuction(deps.db, auctionId);
  if (!row) throw new RefusalError('AUCTION_NOT_FOUND');
  return await showAuction(deps, row, viewerId);
}
