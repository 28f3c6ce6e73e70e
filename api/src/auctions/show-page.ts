import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import type { Deps } from '../deps.ts';
import type { ListPage } from '../views/record-cache.ts';
import { readAuctions } from '../views/recorded-auctions.ts';
import { showRecorded } from '../views/show-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';

/**
 * A page to be shown: what its auctions are, what names it among those that are kept (null: none of them),
 * and who reads it.
 */
export interface PageWanted {
  state: ListedState;
  key: string | null;
  load: () => Promise<ListPage>;
  /** Null when nobody is signed in. */
  viewerId: string | null;
}

/**
 * The auctions of a page as the viewer sees them, by the clock of Redis, without those gone meanwhile or hidden by
 * an operator.
 */
export async function showPage(
  deps: ShowDeps & Pick<Deps, 'records'>,
  { state, key, load, viewerId }: PageWanted,
): Promise<{ auctions: Auction[]; nowMs: number; nextCursor: string | null }> {
  const page = key === null ? await load() : await deps.records.lists[state].read(key, load);
  const recorded = await readAuctions(deps, page.auctionIds);
  const present = page.auctionIds.flatMap((auctionId) => recorded.get(auctionId) ?? []);
  const listed = present.filter(({ row }) => row.hiddenAtMs === null);
  const { auctions, nowMs } = await showRecorded(deps, listed, viewerId);
  return { auctions, nowMs, nextCursor: page.nextCursor };
}
