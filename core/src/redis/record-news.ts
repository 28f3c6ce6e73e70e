import { z } from 'zod';
import type { AuctionRedis } from './connect.ts';
import { RECORD_NEWS_CHANNEL } from './keys.ts';

/** The lists that the change of an auction may show in, where not in all; `same`: in none. */
const listsSchema = z.enum(['same', 'coming']);

const newsSchema = z.union([
  z.object({ auctionId: z.string(), lists: listsSchema.optional() }),
  z.object({ categories: z.literal(true) }),
]);

/** What of the record was changed: one auction, or the tree of categories. */
export type RecordNews = z.infer<typeof newsSchema>;

/** Tells every process that keeps some of the record for a while; lost where nothing listens. */
export async function tellRecordNews(redis: AuctionRedis, news: RecordNews): Promise<void> {
  await redis.spublish(RECORD_NEWS_CHANNEL, JSON.stringify(news));
}

/** Reads what was told; null when it is nothing of the kind. */
export function readRecordNews(text: string): RecordNews | null {
  try {
    return newsSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
