import { and, eq } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import { talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import { orderEvents, orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { readPage } from './read-talk.ts';

type Used = Pick<Deps, 'db' | 'now' | 'settings' | 'log'>;

/**
 * A page of what was said about an order, the newest first, for its two sides. An operator who is neither reads
 * it once there was a dispute or somebody reported it, which is written to the log. Throws ORDER_NOT_FOUND, and
 * FORBIDDEN for an operator whom it does not concern.
 */
export async function findMessages(
  deps: Used,
  caller: Caller,
  { orderId, ...page }: { orderId: string; cursor?: string | undefined; limit: number },
): Promise<{ items: TalkMessage[]; nextCursor: string | null }> {
  const { db, log } = deps;
  const { userId, role } = caller;
  const { buyerId, sellerId } = orders;
  const [order] = await db
    .select({ buyerId, sellerId })
    .from(orders)
    .where(eq(orders.orderId, orderId));
  const isParty = order?.buyerId === userId || order?.sellerId === userId;
  if (!order || (!isParty && role !== 'ADMIN')) throw new RefusalError('ORDER_NOT_FOUND');
  if (!isParty) {
    if (!(await concernsOperators(db, orderId))) throw new RefusalError('FORBIDDEN');
    log.info('talk.read-by-operator', { orderId, operatorId: userId });
  }
  return await readPage(deps, { orderId, buyerId: order.buyerId }, page);
}

async function concernsOperators(db: Deps['db'], orderId: string): Promise<boolean> {
  const isOfOrder = eq(orderEvents.orderId, orderId);
  const [disputes, reports] = await Promise.all([
    db.$count(orderEvents, and(isOfOrder, eq(orderEvents.event, 'dispute'))),
    db.$count(talkReports, eq(talkReports.orderId, orderId)),
  ]);
  return disputes + reports > 0;
}
