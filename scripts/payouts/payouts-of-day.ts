import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { BANKS } from '@sagopalgo/core/contracts/addresses.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { payouts } from '@sagopalgo/core/mysql/till-schema.ts';
import { kstMidnightMs } from '@sagopalgo/core/rules/kst.ts';
import type { Transfer } from './payouts-csv.ts';

const DAY_MS = 86_400_000;
const PAYOUTS_MAX = 100_000;

/** All payouts of a day in Seoul, in the order in which they were made. Throws for too many. */
export async function findPayoutsOfDay(db: Db, day: string): Promise<Transfer[]> {
  const fromMs = kstMidnightMs(day);
  const { payoutId, orderId, amountKrw, bank, accountNumber, holderName, createdAtMs } = payouts;
  const found = await db
    .select({
      ...{ payoutId, orderId, amountKrw, bank, accountNumber, holderName },
      sellerNickname: users.nickname,
    })
    .from(payouts)
    .innerJoin(users, eq(users.userId, payouts.sellerId))
    .where(and(gte(createdAtMs, fromMs), lt(createdAtMs, fromMs + DAY_MS)))
    .orderBy(asc(createdAtMs), asc(payoutId))
    .limit(PAYOUTS_MAX + 1);
  if (found.length > PAYOUTS_MAX) throw new Error(`more than ${PAYOUTS_MAX} payouts on ${day}`);
  return found.map((payout) => ({ ...payout, bankName: BANKS[payout.bank] ?? '' }));
}
