import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { ORDER_WORDS } from '../../components/order-words.ts';
import { STATE_WORDS } from '../../components/state-words.ts';
import { UnreadBadge } from '../../components/unread-badge.tsx';
import { formatMoment } from '../../lib/format.ts';
import { auctionPath, orderPath } from '../../lib/paths.ts';
import { stateAt } from '../../lib/shown-auction.ts';
import { useLiveAuction } from '../../lib/use-live.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { MyRow } from './my-row.tsx';
import type { Sale, SaleNext } from './sale-next.ts';
import { saleNext } from './sale-next.ts';

interface MySaleRowProps {
  item: Sale;
  /** What lists it again, where that can be done. */
  relist: ReactNode;
}

/** An auction that one sells, how far it has come, and what to do about it next. */
export function MySaleRow({ item, relist }: MySaleRowProps) {
  const auction = useLiveAuction(item);
  const state = useServerTime((nowMs) => stateAt(auction, nowMs));
  const { words, mood } = STATE_WORDS[state];
  const next = saleNext(item, state);
  return (
    <div className="my-trade">
      <MyRow
        auction={auction}
        state={state}
        testId="my-sale"
        facts={<ReserveFact auction={auction} />}
        end={
          <>
            <Badge mood={mood}>{state === 'sold' ? '팔림' : words}</Badge>
            {item.orderState && (
              <Badge mood={next?.turn === 'mine' ? 'warn' : 'plain'}>
                {ORDER_WORDS[item.orderState]}
              </Badge>
            )}
            <UnreadBadge orderId={item.orderId} />
          </>
        }
      />
      {next && <Next item={item} next={next} relist={relist} />}
    </div>
  );
}

function Next({ item, next, relist }: MySaleRowProps & { next: SaleNext }) {
  const { orderId, orderState } = item;
  return (
    <div className="next num" data-testid="sale-next">
      <p>
        {next.words}
        {item.shipByMs !== null && <b> {formatMoment(item.shipByMs)}까지예요.</b>}
      </p>
      <span className="row">
        {item.isRelistable && relist}
        {item.relistedAs !== null && (
          <ButtonLink to={auctionPath(item.relistedAs)}>다시 올린 경매</ButtonLink>
        )}
        {orderId && (
          <ButtonLink kind={orderState === 'paid' ? 'primary' : 'plain'} to={orderPath(orderId)}>
            {orderState === 'paid' ? '발송하기' : '주문 보기'}
          </ButtonLink>
        )}
      </span>
    </div>
  );
}

/** What only the seller knows, and whether it is met. */
function ReserveFact({ auction: { own, reserve } }: { auction: Auction }) {
  if (!own || own.reserveKrw === null) return null;
  return (
    <span>
      최저 낙찰가 <b>{formatKrw(own.reserveKrw)}</b> {reserve === 'met' ? '도달' : '미달'}
    </span>
  );
}
