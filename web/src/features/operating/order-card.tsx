import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { ORDER_WORDS } from '../../components/order-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { orderPath } from '../../lib/paths.ts';
import type { OrderRow } from './use-operating.ts';

/** An order as an operator looks over it. */
export function OrderCard({ order, children }: { order: OrderRow; children?: ReactNode }) {
  return (
    <article className="operator-card num" data-testid="operator-order">
      <header className="row apart">
        <h2>
          <Link className="text-link" to={orderPath(order.orderId)}>
            {order.title}
          </Link>
        </h2>
        <Badge mood={order.orderState === 'disputed' ? 'warn' : 'plain'}>
          {ORDER_WORDS[order.orderState]}
        </Badge>
      </header>
      <dl className="operator-facts">
        <dt>결제 금액</dt>
        <dd>
          <b>{formatKrw(order.totalKrw)}</b>
        </dd>
        <dt>판매자</dt>
        <dd>{order.sellerNickname}</dd>
        <dt>구매자</dt>
        <dd>{order.buyerNickname}</dd>
        <dt>이 상태가 된 때</dt>
        <dd>{formatMoment(order.stateAtMs)}</dd>
        {order.reason !== null && (
          <>
            <dt>메모</dt>
            <dd className="said">{order.reason}</dd>
          </>
        )}
      </dl>
      {children}
    </article>
  );
}
