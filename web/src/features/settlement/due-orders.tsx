import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Link } from 'react-router';
import { orderPath } from '../../lib/paths.ts';
import type { DueOrder } from './settlement.ts';
import { WAIT_WORDS } from './settlement.ts';

/** The orders whose money is confirmed and has not gone out, each with what it waits for. */
export function DueOrders({ orders }: { orders: readonly DueOrder[] }) {
  return (
    <ul className="movements num">
      {orders.map(({ orderId, title, amountKrw, waitsFor }) => (
        <li key={orderId} data-testid="due-order">
          <Link to={orderPath(orderId)}>
            <span className="what">
              <b>{title}</b>
              <small>{waitsFor === null ? '곧 계좌로 지급해요' : WAIT_WORDS[waitsFor]}</small>
            </span>
            <span className="amount">{formatKrw(amountKrw)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
