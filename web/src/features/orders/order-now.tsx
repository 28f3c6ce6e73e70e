import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { ORDER_WORDS } from '../../components/order-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { useFocusAfterMove } from '../../lib/use-focus-after-move.ts';
import { moodOf, statusOf } from './order-status.ts';

/** How the order stands, read out when it changes, and what can be done about it now. */
export function OrderNow({ order, children }: { order: Order; children: ReactNode }) {
  const { title, next, deadline } = statusOf(order);
  const heading = useFocusAfterMove(order.orderState);
  return (
    <section className="order-now" aria-label="지금 상태">
      <div aria-live="polite" data-testid="order-status" data-state={order.orderState}>
        <Badge mood={moodOf(order.orderState)}>{ORDER_WORDS[order.orderState]}</Badge>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{next}</p>
      </div>
      {deadline && (
        <p className="order-deadline num" data-testid="order-deadline">
          <span>{deadline.label}</span>
          <b>{formatMoment(deadline.atMs)}</b>
          <Countdown untilMs={deadline.atMs} after=" 남음" />
        </p>
      )}
      {children}
    </section>
  );
}
