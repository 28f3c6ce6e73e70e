import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Badge } from '../../components/badge.tsx';
import { ORDER_WORDS } from '../../components/order-words.ts';
import { STATE_WORDS } from '../../components/state-words.ts';
import { stateAt } from '../../lib/shown-auction.ts';
import { useLiveAuction } from '../../lib/use-live.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { MyRow } from './my-row.tsx';

/** An auction that one sells, and how far it has come. */
export function MySaleRow({ item }: { item: Auction & { orderState?: OrderState | undefined } }) {
  const auction = useLiveAuction(item);
  const state = useServerTime((nowMs) => stateAt(auction, nowMs));
  const { words, mood } = STATE_WORDS[state];
  return (
    <MyRow
      auction={auction}
      state={state}
      testId="my-sale"
      facts={<ReserveFact auction={auction} />}
      end={
        <>
          <Badge mood={mood}>{state === 'sold' ? '팔림' : words}</Badge>
          {item.orderState && <Badge mood="warn">{ORDER_WORDS[item.orderState]}</Badge>}
        </>
      }
    />
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
