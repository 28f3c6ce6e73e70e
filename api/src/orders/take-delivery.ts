import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { makeMove } from './change-order.ts';
import type { Change } from './change-order.ts';
import type { ViewerRole } from './viewer-role.ts';

const ARRIVED_TOLD: Record<ViewerRole, string> = {
  buyer: '구매자가 물건이 도착했다고 알려 줬어요.',
  seller: '판매자가 물건이 도착했다고 알려 줬어요.',
  operator: '운영자가 물건이 도착한 것을 확인했어요.',
};
const RECEIVED_TOLD = '구매자가 물건을 확인하고 구매를 확정했어요.';

/** Marks an order as arrived, by the word of whoever says so. */
export async function deliver(change: Change): Promise<OrderRow> {
  const also = { deliveredAtMs: change.nowMs };
  return await makeMove(change, 'deliver', ARRIVED_TOLD[change.role], also);
}

/** 구매확정: the buyer is content. */
export async function receive(change: Change): Promise<OrderRow> {
  return await makeMove(change, 'receive', RECEIVED_TOLD);
}
