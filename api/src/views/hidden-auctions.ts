import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import type { AuctionRow } from './auction-rows.ts';
import { readAuction } from './recorded-auctions.ts';
import { showRecorded } from './show-auctions.ts';
import type { ShowDeps } from './show-auctions.ts';

type Used = ShowDeps & Pick<Deps, 'records'>;

/** Whoever has listed it or bid on it, and an operator, goes on seeing what a hidden auction is about. */
export function maySeeHidden({ me, own }: Auction, caller: Pick<Caller, 'role'> | null): boolean {
  return me !== undefined || own !== undefined || caller?.role === 'ADMIN';
}

/** An auction's record for somebody who may see it. Throws AUCTION_NOT_FOUND and AUCTION_HIDDEN. */
export async function readVisible(
  deps: Used,
  auctionId: string,
  caller: Caller | null,
): Promise<AuctionRow> {
  const viewerId = caller?.userId ?? null;
  const recorded = await readAuction(deps, auctionId, viewerId);
  if (!recorded) throw new RefusalError('AUCTION_NOT_FOUND');
  if (recorded.row.hiddenAtMs === null) return recorded.row;
  const { auctions } = await showRecorded(deps, [recorded], viewerId);
  const [shown] = auctions;
  if (!shown || !maySeeHidden(shown, caller)) throw new RefusalError('AUCTION_HIDDEN');
  return recorded.row;
}
