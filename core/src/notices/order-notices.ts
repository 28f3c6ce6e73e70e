import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '../mysql/connect.ts';
import { notices } from '../mysql/notice-schema.ts';
import type { orders } from '../mysql/till-schema.ts';
import type { OrderActor, OrderMove } from '../rules/order-states.ts';
import { putNotices } from './put-notice.ts';
import type { NewNotice } from './put-notice.ts';

/** A move of an order that was made, by its row in the order's history. */
export interface MadeMove {
  order: typeof orders.$inferSelect;
  move: OrderMove;
  actor: OrderActor;
  eventId: number;
  nowMs: number;
}

const DISPUTE_STEPS = {
  dispute: 'opened',
  'uphold-dispute': 'upheld',
  'settle-dispute': 'settled',
  'release-dispute': 'released',
} as const;

/** After these nobody is asked to pay any more. */
const ENDS_ASKING: ReadonlySet<OrderMove> = new Set(['pay', 'expire', 'cancel']);

/**
 * Tells the parties of an order what its move means to them, in the transaction that makes it; most mean nothing. What
 * asked the buyer to pay is read by itself once that cannot be done any more.
 */
export async function noteOrderMove(tx: Tx, made: MadeMove): Promise<void> {
  await putNotices(tx, noticesOf(made), made.nowMs);
  if (ENDS_ASKING.has(made.move)) await putAwayAsking(tx, made);
}

async function putAwayAsking(tx: Tx, { order, nowMs }: MadeMove): Promise<void> {
  const { buyerId, auctionId, orderId } = order;
  await tx
    .update(notices)
    // Handed out once more, as windows that are open still count them.
    .set({ readAtMs: nowMs, handOutAtMs: nowMs })
    .where(
      and(
        ...[eq(notices.userId, buyerId), eq(notices.auctionId, auctionId)],
        ...[inArray(notices.kind, ['won', 'pay-by']), eq(notices.orderId, orderId)],
        isNull(notices.readAtMs),
      ),
    );
}

function noticesOf({ order, move, actor, eventId }: MadeMove): NewNotice[] {
  const { auctionId, orderId, amountKrw, buyerId, sellerId } = order;
  // A move may be undone and made again, and that is news again.
  const about = { auctionId, orderId, causeKey: `${orderId}:${eventId}` };
  switch (move) {
    case 'pay':
      return (['seller', 'buyer'] as const).map((role) => ({
        ...{ ...about, kind: 'paid', userId: role === 'seller' ? sellerId : buyerId },
        detail: { amountKrw, role },
      }));
    case 'ship':
      return [{ ...about, kind: 'shipped', userId: buyerId }];
    case 'dispute':
    case 'uphold-dispute':
    case 'settle-dispute':
    case 'release-dispute': {
      const told = actor === 'buyer' ? [sellerId] : [buyerId, sellerId];
      const detail = { step: DISPUTE_STEPS[move] };
      return told.map((userId) => ({ ...about, kind: 'dispute', userId, detail }));
    }
    default:
      return [];
  }
}
