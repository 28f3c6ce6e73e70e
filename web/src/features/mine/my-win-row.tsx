import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Badge } from '../../components/badge.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { ORDER_WORDS } from '../../components/order-words.ts';
import { UnreadBadge } from '../../components/unread-badge.tsx';
import { formatMoment } from '../../lib/format.ts';
import { orderPath, payPath } from '../../lib/paths.ts';
import { MyRow } from './my-row.tsx';
import { winNext } from './win-next.ts';

interface Win extends Auction {
  orderId: string;
  orderState: OrderState;
  amountKrw: number;
  totalKrw: number;
  payByMs: number;
}

/** Something won: its order, what is to be done about it, and until when. */
export function MyWinRow({ item }: { item: Win }) {
  const next = winNext(item.orderState);
  return (
    <div className="my-trade">
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
            <Badge mood={next.isDue ? 'warn' : 'plain'}>{ORDER_WORDS[item.orderState]}</Badge>
            <UnreadBadge orderId={item.orderId} />
          </>
        }
      />
      <Next item={item} />
    </div>
  );
}

function Next({ item: { orderId, orderState, amountKrw, totalKrw, payByMs } }: { item: Win }) {
  const { words, button, leadsTo, isDue, isTimed } = winNext(orderState);
  return (
    <div className="next num" data-testid="win-next">
      <p>
        {isTimed ? (
          <>
            <b>{formatMoment(payByMs)}</b>까지 {orderState === 'awaiting_deposit' ? '입금' : '결제'}
            해 주세요 · <Countdown untilMs={payByMs} after=" 남음" />
          </>
        ) : (
          words
        )}
        {leadsTo === 'pay' && totalKrw > amountKrw && (
          <> · 구매 수수료를 더해 {formatKrw(totalKrw)}</>
        )}
      </p>
      <ButtonLink
        kind={isDue ? 'primary' : 'plain'}
        to={leadsTo === 'pay' ? payPath(orderId) : orderPath(orderId)}
      >
        {button}
      </ButtonLink>
    </div>
  );
}
