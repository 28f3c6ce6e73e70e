import { eq } from 'drizzle-orm';
import { payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { noteStandstill } from '@sagopalgo/core/orders/stand-still.ts';
import { addRefund } from '@sagopalgo/core/testing/booked-orders.ts';
import { addPayment } from '@sagopalgo/core/testing/some-payment.ts';
import type { ApiUnderTest } from './api-under-test.ts';
import { soldThing } from './order-scene.ts';

const HOUR_MS = 3_600_000;

/** What an example is made with. */
interface Scene {
  api: ApiUnderTest;
  parties: Parameters<typeof soldThing>[1];
  operator: { token: string };
}

/** One call of each by which an operator goes on where money is stuck, which goes well. */
export function stuckExamples(scene: () => Scene) {
  const act = () => ({ token: scene().operator.token, body: { reason: '이유' } });
  return {
    retryRefund: async () => {
      const { api, parties } = scene();
      const { db } = api.deps;
      const order = await soldThing(api.deps, parties, { state: 'cancelled' });
      const { orderId } = order;
      const [payment] = await db.select().from(payments).where(eq(payments.orderId, orderId));
      const given = { tossOrderId: String(payment?.tossOrderId), amountKrw: 1_000 };
      const refundId = await addRefund(db, order, { ...given, state: 'refused' });
      return { orderId, refundId, ...act() };
    },
    giveUpPayment: async () => {
      const { api, parties } = scene();
      const order = await soldThing(api.deps, parties, { state: 'paying' });
      const confirmingAtMs = Date.now() - HOUR_MS;
      await addPayment(api.deps.db, order, { state: 'confirming', confirmingAtMs });
      await api.deps.db.transaction((tx) => noteStandstill(tx, order, Date.now()));
      return { orderId: order.orderId, ...act() };
    },
  };
}
