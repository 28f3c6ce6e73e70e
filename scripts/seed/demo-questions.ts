import { randomUUID } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { answer } from '@sagopalgo/api/src/questions/answer-question.ts';
import { ask } from '@sagopalgo/api/src/questions/ask-question.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { QUESTIONS } from './catalogue/questions.ts';
import { itemKeyOf } from './demo-listing.ts';
import type { DemoStores } from './demo-listing.ts';
import { LIVELY_BUYERS } from './demo-people.ts';

/** Has demo buyers ask about these auctions what there is to ask about their things, and sellers answer some of it. */
export async function askAbout(stores: DemoStores, auctionIds: readonly string[]): Promise<void> {
  const asked = auctionIds.filter((auctionId) => QUESTIONS[itemKeyOf(auctionId)]);
  if (asked.length === 0) return;
  const { auctionId, sellerId } = auctions;
  const rows = await stores.db
    .select({ auctionId, sellerId })
    .from(auctions)
    .where(inArray(auctionId, asked));
  await Promise.all(rows.map((auction) => askAboutOne(stores, auction)));
}

async function askAboutOne(
  { db, now }: DemoStores,
  { auctionId, sellerId: userId }: { auctionId: string; sellerId: string },
): Promise<void> {
  const questions = QUESTIONS[itemKeyOf(auctionId)] ?? [];
  for (const [turn, { text, answer: words, visibility = 'public' }] of questions.entries()) {
    const { userId: askerId = '' } = LIVELY_BUYERS[turn % LIVELY_BUYERS.length] ?? {};
    const sent = { questionId: randomUUID(), auctionId, askerId, visibility, text };
    const { questionId, revision } = await ask({ db, now }, sent);
    if (words) await answer({ db, now }, { userId, questionId, revision, text: words });
  }
}
