import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { useSearchParams } from 'react-router';
import { OrderList } from '../features/operating/order-lists.tsx';

const STATES: readonly string[] = ORDER_STATES;

/** 운영 · 주문: the orders in a state, which the address names. */
export function OperatorOrdersPage() {
  const [search, setSearch] = useSearchParams();
  const given = search.get('state');
  const state = given && STATES.includes(given) ? (given as OrderState) : 'paid';
  return (
    <>
      <title>주문 · 운영 · 사고팔고</title>
      <OrderList state={state} onState={(chosen) => setSearch({ state: chosen })} />
    </>
  );
}
