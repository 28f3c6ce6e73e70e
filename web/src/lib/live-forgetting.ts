import type { LiveState } from './live-auction.ts';

const UNWATCHED_KEPT_MAX = 100;

/** The state without what nobody has watched for long: of those not watched the last 100 told of stay. */
export function withoutOld(state: LiveState, isWatched: (auctionId: string) => boolean): LiveState {
  const oldIds = oldOf([...state.auctions.keys()], isWatched);
  const oldUnknownIds = oldOf([...state.unknownIds], isWatched);
  if (oldIds.size + oldUnknownIds.size === 0) return state;
  const auctions = [...state.auctions].filter(([auctionId]) => !oldIds.has(auctionId));
  const unknownIds = [...state.unknownIds].filter((auctionId) => !oldUnknownIds.has(auctionId));
  return { ...state, auctions: new Map(auctions), unknownIds: new Set(unknownIds) };
}

/** Of ids in the order in which they were told, those to forget. */
function oldOf(ids: readonly string[], isWatched: (auctionId: string) => boolean): Set<string> {
  if (ids.length <= UNWATCHED_KEPT_MAX) return new Set();
  return new Set(ids.filter((id) => !isWatched(id)).slice(0, -UNWATCHED_KEPT_MAX));
}
