import { and, desc, eq, isNull, or } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { listQuestions } from '@sagopalgo/core/contracts/questions.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { after } from '../views/auction-rows.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { readVisible } from '../views/hidden-auctions.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { questionView } from './question-view.ts';
import type { Reader } from './question-view.ts';

const LIST = 'questions';

/**
 * A page of what was asked about an auction, the newest first. What was asked of the seller alone is for them, its
 * asker and operators; what an operator has hidden for its asker and operators. Throws AUCTION_NOT_FOUND and
 * AUCTION_HIDDEN.
 */
export async function findQuestions(
  deps: ShowDeps & Pick<Deps, 'records'>,
  caller: Caller | null,
  auctionId: string,
  { cursor, limit }: z.output<typeof listQuestions.query>,
): Promise<z.output<typeof listQuestions.reply>> {
  const { sellerId } = await readVisible(deps, auctionId, caller);
  const userId = caller?.userId ?? null;
  const reader = { userId, isSeller: userId === sellerId, isOperator: caller?.role === 'ADMIN' };
  const { askedAtMs, questionId } = questions;
  const place = readCursor(LIST, cursor);
  const found = await deps.db
    .select()
    .from(questions)
    .where(
      and(
        eq(questions.auctionId, auctionId),
        isNull(questions.withdrawnAtMs),
        isFor(reader),
        after(place, 'descending', askedAtMs, questionId),
      ),
    )
    .orderBy(desc(askedAtMs), desc(questionId))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, (row) => ({ key: row.askedAtMs, id: row.questionId }));
  return { items: page.rows.map((row) => questionView(row, reader)), nextCursor: page.nextCursor };
}

function isFor({ userId, isSeller, isOperator }: Reader): SQL | undefined {
  if (isOperator) return undefined;
  const isShown = isNull(questions.hiddenAtMs);
  if (isSeller) return isShown;
  const isPublic = and(isShown, eq(questions.visibility, 'public'));
  return userId === null ? isPublic : or(isPublic, eq(questions.askerId, userId));
}
