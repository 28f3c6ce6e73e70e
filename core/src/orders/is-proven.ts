import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { users } from '../mysql/schema.ts';
import { orders } from '../mysql/till-schema.ts';
import { PAID_STATES } from '../rules/order-states.ts';

/** Whether somebody may bid above the amount that operators set: a verified e-mail, and an order paid. */
export async function isProven(db: Db | Tx, bidderId: string): Promise<boolean> {
  // Money that went back proves nothing.
  const paid = and(eq(orders.buyerId, bidderId), inArray(orders.state, PAID_STATES));
  const verified = and(eq(users.userId, bidderId), isNotNull(users.emailVerifiedAtMs));
  return (await db.$count(users, verified)) > 0 && (await db.$count(orders, paid)) > 0;
}
