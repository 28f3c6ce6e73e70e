import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { Badge } from '../../components/badge.tsx';
import { ORDER_WORDS } from '../../components/order-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { MyRow } from './my-row.tsx';

interface Win extends Auction {
  orderId: string;
  orderState: OrderState;
  amountKrw: number;
  payByMs: number;
}

/** Something won: its order, what is to be paid, and until when. */
export function MyWinRow({ item }: { item: Win }) {
  return (
    <MyRow
      auction={{ ...item, priceKrw: item.amountKrw }}
      state={item.state}
      testId="my-win"
      facts={
        <span>
          주문 번호 <b data-testid="order-id">{item.orderId}</b>
        </span>
      }
      end={
        <>
          <Badge mood="warn">{ORDER_WORDS[item.orderState]}</Badge>
          <span className="meta num">{formatMoment(item.payByMs)}까지 결제</span>
        </>
      }
    />
  );
}
