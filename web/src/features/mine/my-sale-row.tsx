import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { Badge } from '../../components/badge.tsx';
import { STATE_WORDS } from '../../components/state-words.ts';
import { stateAt } from '../../lib/shown-auction.ts';
import { useLiveAuction } from '../../lib/use-live.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { MyRow } from './my-row.tsx';
import { ORDER_WORDS } from './order-words.ts';

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
      end={
        <>
          <Badge mood={mood}>{state === 'sold' ? '팔림' : words}</Badge>
          {item.orderState && <Badge mood="warn">{ORDER_WORDS[item.orderState]}</Badge>}
        </>
      }
    />
  );
}
