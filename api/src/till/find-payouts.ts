import { desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { listPayouts } from '@sagopalgo/core/contracts/till.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { payouts } from '@sagopalgo/core/mysql/till-schema.ts';
import { after } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';

const LIST = 'payouts';

/** A page of what was paid out, each with the account of its own time, the newest first. */
export async function findPayouts(
  db: Db,
  { cursor, limit }: z.output<typeof listPayouts.query>,
): Promise<z.output<typeof listPayouts.reply>> {
  const { payoutId, orderId, amountKrw, createdAtMs } = payouts;
  const { bank, accountNumber, holderName } = payouts;
  const found = await db
    .select({
      ...{ payoutId, orderId, amountKrw, createdAtMs, bank, accountNumber, holderName },
      sellerNickname: users.nickname,
    })
    .from(payouts)
    .innerJoin(users, eq(users.userId, payouts.sellerId))
    .where(after(readCursor(LIST, cursor), 'descending', createdAtMs, payoutId))
    .orderBy(desc(createdAtMs), desc(payoutId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (row) => ({ key: row.createdAtMs, id: row.payoutId }));
  return { items: page.rows, nextCursor: page.nextCursor };
}
