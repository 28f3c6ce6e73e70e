import { and, eq, or } from 'drizzle-orm';
import type { TalkSide } from '@sagopalgo/core/contracts/talk.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { talkBlocks } from '@sagopalgo/core/mysql/talk-schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';

/** One of the two whom an order concerns, and the other one. */
export interface TalkParty {
  orderId: string;
  side: TalkSide;
  userId: string;
  otherId: string;
  buyerId: string;
  order: { state: OrderState; stateAtMs: number };
}

/** Who has blocked whom of the two. */
export interface TalkBlock {
  isBlocked: boolean;
  blockedByMe: boolean;
}

/** As what somebody takes part. Throws ORDER_NOT_FOUND for everybody but buyer and seller. */
export async function findParty(
  db: Db | Tx,
  { orderId, userId }: { orderId: string; userId: string },
): Promise<TalkParty> {
  const { buyerId, sellerId, state, stateAtMs } = orders;
  const [order] = await db
    .select({ buyerId, sellerId, state, stateAtMs })
    .from(orders)
    .where(eq(orders.orderId, orderId));
  const isBuyer = order?.buyerId === userId;
  if (!order || (!isBuyer && order.sellerId !== userId)) throw new RefusalError('ORDER_NOT_FOUND');
  return {
    ...{ orderId, userId, order, buyerId: order.buyerId },
    side: isBuyer ? 'buyer' : 'seller',
    otherId: isBuyer ? order.sellerId : order.buyerId,
  };
}

/** Whether one of the two has blocked the other, in this talk or any. */
export async function findBlock(
  db: Db | Tx,
  { userId, otherId }: Pick<TalkParty, 'userId' | 'otherId'>,
): Promise<TalkBlock> {
  const { blockerId, blockedId } = talkBlocks;
  const rows = await db
    .select({ blockerId })
    .from(talkBlocks)
    .where(
      or(
        and(eq(blockerId, userId), eq(blockedId, otherId)),
        and(eq(blockerId, otherId), eq(blockedId, userId)),
      ),
    );
  return {
    isBlocked: rows.length > 0,
    blockedByMe: rows.some((row) => row.blockerId === userId),
  };
}
