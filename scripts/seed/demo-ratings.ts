import { rate } from '@sagopalgo/api/src/ratings/rate-order.ts';
import type { DemoStores } from './demo-listing.ts';
import type { DemoRating } from './demo-sales.ts';

const UNHEARD = { warn: () => undefined };

/** What the parties of a sale of the demo say of each other. */
export interface RatedSale {
  orderId: string;
  buyerId: string;
  sellerId: string;
  ratings: readonly DemoRating[];
  /** UTC milliseconds. */
  ratedAtMs: number;
}

/** Has the parties of earlier sales rate each other. */
export async function rateSales({ db, redis }: DemoStores, sales: readonly RatedSale[]) {
  for (const { orderId, ratings, ratedAtMs, ...parties } of sales) {
    const deps = { db, redis, log: UNHEARD, now: () => ratedAtMs };
    for (const { by, stars, text } of ratings) {
      const userId = by === 'buyer' ? parties.buyerId : parties.sellerId;
      await rate(deps, { userId, role: 'USER' }, { orderId, stars, text });
    }
  }
}
