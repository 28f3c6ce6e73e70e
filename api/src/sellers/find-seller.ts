import { and, avg, count, eq, inArray, lte } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { RatingSummary, Seller } from '@sagopalgo/core/contracts/sellers.ts';
import { ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { RatingSide } from '@sagopalgo/core/rules/reporting.ts';
import type { Deps } from '../deps.ts';

type Used = Pick<Deps, 'db' | 'now'>;

const TENTHS = 10;

/** Somebody as a seller; throws SELLER_NOT_FOUND. */
export async function findSeller({ db, now }: Used, sellerId: string): Promise<Seller> {
  const user = await requireSeller(db, sellerId);
  const isDone = inArray(orders.state, ['received', 'paid_out']);
  const [completedSales, asSeller] = await Promise.all([
    db.$count(orders, and(eq(orders.sellerId, sellerId), isDone)),
    summaryOf(db, sellerId, 'buyer', now()),
  ]);
  const { nickname, createdAtMs: sinceMs } = user;
  return { sellerId, nickname, standing: standingOf(user), sinceMs, completedSales, asSeller };
}

/** Whoever has listed something; nobody else is looked up by an id. Throws SELLER_NOT_FOUND. */
export async function requireSeller(
  db: Deps['db'],
  sellerId: string,
): Promise<typeof users.$inferSelect> {
  const [user] = await db.select().from(users).where(eq(users.userId, sellerId));
  const [listed] = await db
    .select({ auctionId: auctions.auctionId })
    .from(auctions)
    .where(eq(auctions.sellerId, sellerId))
    .limit(1);
  if (!user || !listed) throw new RefusalError('SELLER_NOT_FOUND');
  return user;
}

function standingOf({ leftAtMs, blockedAtMs }: typeof users.$inferSelect): Seller['standing'] {
  if (leftAtMs !== null) return 'left';
  return blockedAtMs === null ? 'active' : 'blocked';
}

/** What everybody sees of the ratings that somebody had from buyers, or from sellers. */
async function summaryOf(
  db: Deps['db'],
  ratedId: string,
  from: RatingSide,
  nowMs: number,
): Promise<RatingSummary> {
  const [found] = await db
    .select({ count: count(), mean: avg(ratings.stars) })
    .from(ratings)
    .where(
      and(eq(ratings.ratedId, ratedId), eq(ratings.side, from), lte(ratings.shownAtMs, nowMs)),
    );
  const mean = found?.mean ?? null;
  return {
    count: found?.count ?? 0,
    mean: mean === null ? null : Math.round(Number(mean) * TENTHS) / TENTHS,
  };
}
