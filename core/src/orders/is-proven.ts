import { and, eq, exists, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db, Tx } from '../mysql/connect.ts';
import { users } from '../mysql/schema.ts';
import { orders } from '../mysql/till-schema.ts';
import { PAID_STATES } from '../rules/order-states.ts';

/** Whether somebody may bid above the amount that operators set: a verified e-mail, and an order paid. */
export async function isProven(db: Db | Tx, bidderId: string): Promise<boolean> {
  return (await findProven(db, [bidderId])).has(bidderId);
}

/** The same of several at once: those who may. */
export async function findProven(
  db: Db | Tx,
  bidderIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (bidderIds.length === 0) return new Set();
  const { userId, emailVerifiedAtMs } = users;
  // Money that went back proves nothing.
  const hasPaid = exists(
    db
      .select({ one: sql`1` })
      .from(orders)
      .where(and(eq(orders.buyerId, userId), inArray(orders.state, PAID_STATES))),
  );
  const proven = await db
    .select({ userId })
    .from(users)
    .where(and(inArray(userId, [...bidderIds]), isNotNull(emailVerifiedAtMs), hasPaid));
  return new Set(proven.map((user) => user.userId));
}
