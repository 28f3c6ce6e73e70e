import { and, asc, eq, lt } from 'drizzle-orm';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { giveAllBack } from '@sagopalgo/core/orders/give-all-back.ts';
import { lockOrder, moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import type { OrderRow } from '@sagopalgo/core/orders/move-order.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { tellParties } from '@sagopalgo/core/orders/tell-parties.ts';
import { moveFromMs } from '@sagopalgo/core/rules/order-deadlines.ts';
import type { OrderMove, OrderState } from '@sagopalgo/core/rules/order-states.ts';
import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';
import { workingDayCutoffMs } from '@sagopalgo/core/rules/working-days.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';

/** Of each state in one run; the next one, a minute later, takes more. */
const ORDERS_MAX = 500;

/** How many orders seemed due, and how many of them were moved: others may have been quicker. */
export interface Advanced {
  found: number;
  moved: number;
}

type Used = Pick<Connections, 'db' | 'redis' | 'log' | 'now'>;

/** What the clock does to orders of a state, and what it says about it. */
interface Step {
  state: OrderState;
  move: OrderMove;
  /** Orders that have stood so since before then are due. */
  beforeMs: number;
  reason: string;
}

/**
 * Makes the moves that time makes: shipped orders are taken for delivered, delivered ones for received,
 * and what was not shipped is called off and paid back. Each order by itself, under its lock, so that two
 * runs at once, or a run beside a party's own move, change it once.
 */
export async function advanceOrders(
  connections: Used,
  { ordersMax = ORDERS_MAX } = {},
): Promise<Advanced> {
  const nowMs = connections.now();
  const terms = await readTerms(connections.db);
  const due: Due[] = [];
  for (const step of stepsAt(nowMs, terms)) {
    due.push(...(await findDue(connections, step, ordersMax)));
  }
  const moved = await tryEvery(due, (each) => advance(connections, each, { terms, nowMs }));
  return { found: due.length, moved: moved.filter(Boolean).length };
}

function stepsAt(nowMs: number, terms: TillTerms): Step[] {
  const { deliveredAfterMs, receivedAfterMs, refundAfterWorkingDays: days } = terms;
  return [
    {
      ...{ state: 'shipped', move: 'deliver', beforeMs: nowMs - deliveredAfterMs + 1 },
      reason: '발송한 뒤 정해진 기간이 지나 배송된 것으로 보았어요.',
    },
    {
      ...{ state: 'delivered', move: 'receive', beforeMs: nowMs - receivedAfterMs + 1 },
      reason: '배송된 뒤 정해진 기간이 지나 구매가 확정됐어요.',
    },
    {
      ...{ state: 'paid', move: 'cancel', beforeMs: workingDayCutoffMs(nowMs, days) },
      reason: `결제한 뒤 ${days}영업일 안에 발송되지 않았어요.`,
    },
  ];
}

type Due = Pick<Step, 'move' | 'reason'> & { orderId: string };

async function findDue(
  { db }: Pick<Connections, 'db'>,
  { state, move, beforeMs, reason }: Step,
  ordersMax: number,
): Promise<Due[]> {
  const found = await db
    .select({ orderId: orders.orderId })
    .from(orders)
    .where(and(eq(orders.state, state), lt(orders.stateAtMs, beforeMs)))
    .orderBy(asc(orders.stateAtMs))
    .limit(ordersMax);
  return found.map(({ orderId }) => ({ orderId, move, reason }));
}

async function advance(
  connections: Used,
  { orderId, move, reason }: Due,
  { terms, nowMs }: { terms: TillTerms; nowMs: number },
): Promise<boolean> {
  const { db, log } = connections;
  const moved = await rowTransaction(db, async (tx): Promise<OrderRow | null> => {
    const order = await lockOrder(tx, orderId);
    // What it was found for may have passed, or begun anew, in the meantime.
    const fromMs = order && moveFromMs(order, move, 'system', terms);
    if (fromMs === null || nowMs < fromMs) return null;
    const also = move === 'deliver' ? { deliveredAtMs: nowMs } : {};
    const made = await moveOrder(tx, orderId, move, { actor: 'system', reason, nowMs }, also);
    if (!made.isMoved) return null;
    if (move !== 'cancel') return made.order;
    return await giveAllBack(tx, made.order, { cause: 'not-shipped', reason, nowMs });
  });
  if (!moved) return false;
  log.info('order.advanced', { orderId, move });
  await tellParties(connections, moved);
  return true;
}
