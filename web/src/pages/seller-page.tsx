import { SALE_LISTS } from '@sagopalgo/core/contracts/sellers.ts';
import type { SaleList, Seller } from '@sagopalgo/core/contracts/sellers.ts';
import { Store } from 'lucide-react';
import { useParams, useSearchParams } from 'react-router';
import { Chip } from '../components/chip.tsx';
import { Failure } from '../components/failure.tsx';
import { Notice } from '../components/notice.tsx';
import { AuctionGridSkeleton } from '../features/auctions/auction-grid.tsx';
import { AuctionSection } from '../features/auctions/auction-section.tsx';
import { SellerCard } from '../features/sellers/seller-card.tsx';
import { SellerRatings } from '../features/sellers/seller-ratings.tsx';
import { useSeller, useSellerAuctions } from '../features/sellers/use-seller.ts';
import { isMissing } from '../lib/api-refusal.ts';
import { sellerPath } from '../lib/paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

const LISTS: readonly { state: SaleList; name: string; none: string }[] = [
  { state: 'live', name: '진행 중', none: '지금 진행 중인 경매가 없어요' },
  { state: 'coming', name: '예정', none: '예정된 경매가 없어요' },
  { state: 'sold', name: '팔린 물건', none: '아직 팔린 물건이 없어요' },
];

/** Somebody who sells: what they sell and have sold, and what buyers said of them. */
export function SellerPage() {
  const { sellerId = '' } = useParams();
  const { data: seller, error, refetch } = useSeller(sellerId);
  if (seller) return <OneSeller key={sellerId} seller={seller} />;
  if (error && isMissing(error)) return <NotFoundPage />;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return <AuctionGridSkeleton />;
}

function OneSeller({ seller }: { seller: Seller }) {
  const { sellerId, nickname } = seller;
  const [search] = useSearchParams();
  const wanted = SALE_LISTS.find((state) => state === search.get('state'));
  const shown = LISTS.find(({ state }) => state === wanted) ?? LISTS[0];
  const list = useSellerAuctions(sellerId, shown?.state ?? 'live');
  return (
    <>
      <title>{`${nickname} · 사고팔고`}</title>
      <SellerCard seller={seller} />
      <nav aria-label="판매자의 경매">
        <ul className="chips">
          {LISTS.map(({ state, name }) => (
            <li key={state}>
              <Chip to={`${sellerPath(sellerId)}?state=${state}`} on={state === shown?.state}>
                {name}
              </Chip>
            </li>
          ))}
        </ul>
      </nav>
      <AuctionSection list={list} empty={<Notice icon={Store} title={shown?.none ?? ''} />} />
      <SellerRatings sellerId={sellerId} />
    </>
  );
}
