import {
  changeAuction,
  createAuction,
  deleteAuction,
  getAuction,
} from '@sagopalgo/core/contracts/auctions.ts';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { getToday, listAuctions } from '@sagopalgo/core/contracts/auction-lists.ts';
import { relistAuction } from '@sagopalgo/core/contracts/offers.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { addressKey } from '../http/client-address.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import type { Deps } from '../deps.ts';
import { maySeeHidden } from '../views/hidden-auctions.ts';
import { noteView } from '../views/note-view.ts';
import { readAuction } from '../views/recorded-auctions.ts';
import { showRecorded } from '../views/show-auctions.ts';
import { changeListing } from './change-listing.ts';
import { findByState } from './find-by-state.ts';
import { findByWords } from './find-by-words.ts';
import { findToday } from './find-today.ts';
import { listOnce } from './list-once.ts';
import { relist } from './relist.ts';
import { removeListing } from './remove-listing.ts';

type Used = Pick<
  Deps,
  'db' | 'redis' | 'pictures' | 'log' | 'now' | 'settings' | 'limits' | 'records' | 'search'
>;

/** Listing, looking at, changing and taking back auctions. */
export function auctionRoutes(serve: Serve, deps: Used): void {
  serve(createAuction, async (call) => {
    const { userId } = callerOf(call);
    await deps.limits.listings.take(userId);
    const auctionId = await listOnce(deps, userId, call.body);
    await deps.records.tell({ auctionId, lists: 'coming' });
    return await showKnown(deps, auctionId, userId);
  });

  serve(listAuctions, ({ query, caller, request }) => {
    const viewerId = caller?.userId ?? null;
    const { q, hashtag } = query;
    if (!q && hashtag === undefined) return findByState(deps, query, viewerId);
    deps.limits.searchesOfAddress.take(addressKey(request), deps.now());
    return findByWords(deps, query, viewerId);
  });

  // Before the call with an id in this place, which would take it for one.
  serve(getToday, ({ query, caller }) => findToday(deps, query, caller?.userId ?? null));

  serve(getAuction, async (call) => {
    const { auctionId } = call.params;
    const shown = await showKnown(deps, auctionId, call.caller?.userId ?? null);
    if (shown.hidden && !maySeeHidden(shown, call.caller)) throw new RefusalError('AUCTION_HIDDEN');
    noteView(deps, call, auctionId);
    return shown;
  });

  serve(changeAuction, async (call) => {
    const { userId } = callerOf(call);
    const { auctionId } = call.params;
    await changeListing(deps, userId, auctionId, call.body);
    await deps.records.tell({ auctionId, lists: 'coming' });
    return await showKnown(deps, auctionId, userId);
  });

  serve(relistAuction, async (call) => {
    const { userId } = callerOf(call);
    await deps.limits.listings.take(userId);
    const { saleDate } = call.body;
    const auctionId = await relist(deps, userId, call.params.auctionId, saleDate);
    await deps.records.tell({ auctionId, lists: 'coming' });
    return await showKnown(deps, auctionId, userId);
  });

  serve(deleteAuction, async (call) => {
    const { auctionId } = call.params;
    await removeListing(deps, callerOf(call).userId, auctionId);
    await deps.records.tell({ auctionId, lists: 'coming' });
    return undefined;
  });
}

async function showKnown(deps: Used, auctionId: string, viewerId: string | null): Promise<Auction> {
  const recorded = await readAuction(deps, auctionId, viewerId);
  if (!recorded) throw new RefusalError('AUCTION_NOT_FOUND');
  const { auctions } = await showRecorded(deps, [recorded], viewerId);
  return auctions[0] as Auction;
}
