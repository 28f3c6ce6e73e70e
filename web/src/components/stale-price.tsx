import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { useListStaleForSeconds, useStaleForSeconds } from '../lib/use-live.ts';
import { Strip } from './strip.tsx';

/** The price never lies: while it is not live, it says how old it is. */
export function StalePrice({ auctionId }: { auctionId: string }) {
  return <Age seconds={useStaleForSeconds(auctionId)} />;
}

/** The same for the prices of a list, read at `readAtMs` of the browser's clock. */
export function StaleList({
  auctions,
  readAtMs,
}: {
  auctions: readonly Auction[];
  readAtMs: number;
}) {
  return <Age seconds={useListStaleForSeconds(auctions, readAtMs)} />;
}

function Age({ seconds }: { seconds: number | null }) {
  if (seconds === null) return null;
  return (
    <Strip mood="out" testId="stale">
      {seconds}초 전 가격이에요. 지금 가격과 다를 수 있어요.
    </Strip>
  );
}
