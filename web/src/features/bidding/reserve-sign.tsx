import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { Badge } from '../../components/badge.tsx';

/** Whether the hidden reserve is met, and what that means. */
export function ReserveSign({ auction, open }: { auction: Auction; open: boolean }) {
  if (auction.reserve === 'none') return null;
  const isMet = auction.reserve === 'met';
  return (
    <p className="reserve" aria-live="polite" data-testid="reserve">
      {isMet ? (
        <Badge mood="lead">최저 낙찰가 도달</Badge>
      ) : (
        <Badge mood="warn">{auction.bidCount > 0 ? '최저 낙찰가 미달' : '최저 낙찰가 있음'}</Badge>
      )}
      {open && (
        <span>
          {isMet
            ? '이대로 마감되면 최고 입찰자에게 낙찰돼요.'
            : '판매자만 아는 금액이에요. 거기 못 미치면 팔리지 않아요.'}
        </span>
      )}
    </p>
  );
}
