import {
  cancelOrder,
  deliverOrder,
  disputeOrder,
  endDispute,
  getOrder,
  listMySales,
  listMyWins,
  listOrders,
  receiveOrder,
  shipOrder,
} from '@sagopalgo/core/contracts/orders.ts';
import { giveUpPayment, retryRefund } from '@sagopalgo/core/contracts/stuck-orders.ts';
import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { callerOf, operatorOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { changeOrder, makeMove } from './change-order.ts';
import type { Change } from './change-order.ts';
import { findOrders } from './find-orders.ts';
import { findSales } from './find-sales.ts';
import { findWins } from './find-wins.ts';
import { cancel, decideDispute } from './give-back.ts';
import { ship } from './ship-order.ts';
import { showOrder } from './show-order.ts';
import { deliver, receive } from './take-delivery.ts';
import { giveUpStuck, retry } from './unstick.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'settings' | 'toss'>;

/** What one sells and has won, and the life of an order from the payment on. */
export function orderRoutes(serve: Serve, deps: Used): void {
  serve(listMySales, (call) => findSales(deps, callerOf(call).userId, call.query));

  serve(listMyWins, (call) => findWins(deps, callerOf(call).userId, call.query));

  serve(listOrders, async (call) => {
    operatorOf(call);
    return await findOrders(deps, call.query);
  });

  serve(getOrder, (call) => showOrder(deps, callerOf(call), call.params.orderId));

  serve(shipOrder, (call) =>
    changeAndShow(deps, orderOf(call), (change) => ship(change, call.body)),
  );

  serve(deliverOrder, (call) => changeAndShow(deps, orderOf(call), deliver));

  serve(receiveOrder, (call) => changeAndShow(deps, orderOf(call), receive));

  serve(cancelOrder, (call) =>
    changeAndShow(deps, orderOf(call), (change) => cancel(change, call.body.reason)),
  );

  serve(disputeOrder, (call) =>
    changeAndShow(deps, orderOf(call), (change) => makeMove(change, 'dispute', call.body.reason)),
  );

  serve(endDispute, (call) =>
    changeAndShow(deps, orderOf(call), (change) => decideDispute(change, call.body)),
  );

  serve(retryRefund, (call) =>
    changeAndShow(deps, orderOf(call), (change) => retry(change, call.params.refundId, call.body)),
  );

  serve(giveUpPayment, async (call) => {
    const asked = orderOf(call);
    await giveUpStuck(deps, asked, call.body.reason);
    return await showOrder(deps, asked.caller, asked.orderId);
  });
}

function orderOf(call: { caller: Caller | null; params: { orderId: string } }) {
  return { caller: callerOf(call), orderId: call.params.orderId };
}

async function changeAndShow(
  deps: Used,
  asked: { caller: Caller; orderId: string },
  change: (under: Change) => Promise<OrderRow | null>,
): Promise<Order> {
  await changeOrder(deps, asked, change);
  return await showOrder(deps, asked.caller, asked.orderId);
}
