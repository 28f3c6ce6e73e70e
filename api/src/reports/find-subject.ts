import { and, eq, isNull, lte } from 'drizzle-orm';
import { ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import type { ReportKind } from '@sagopalgo/core/rules/reporting.ts';
import type { Deps } from '../deps.ts';

/** What is reported: whose it is, where it stands, and what it says now. */
export interface Subject {
  aboutUserId: string;
  auctionId: string | null;
  said: string;
}

type Find = (db: Deps['db'], subjectId: string, reader: Reader) => Promise<Subject | null>;

interface Reader {
  userId: string;
  nowMs: number;
}

/** What somebody reports, or null where they can see no such thing. */
export function findSubject(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { kind, subjectId }: { kind: ReportKind; subjectId: string },
  userId: string,
): Promise<Subject | null> {
  return FIND[kind](db, subjectId, { userId, nowMs: now() });
}

const FIND: Record<ReportKind, Find> = {
  auction: async (db, auctionId) => {
    const [row] = await db
      .select()
      .from(auctions)
      .where(and(eq(auctions.auctionId, auctionId), isNull(auctions.hiddenAtMs)));
    return row ? { aboutUserId: row.sellerId, auctionId, said: row.title } : null;
  },
  question: async (db, questionId, reader) => {
    const found = await findAsked(db, questionId, reader);
    if (!found) return null;
    const { askerId, auctionId, text } = found.question;
    return { aboutUserId: askerId, auctionId, said: text };
  },
  answer: async (db, questionId, reader) => {
    const found = await findAsked(db, questionId, reader);
    if (!found || found.question.answer === null) return null;
    const { auctionId, answer, answerHiddenAtMs } = found.question;
    if (answerHiddenAtMs !== null) return null;
    return { aboutUserId: found.sellerId, auctionId, said: answer };
  },
  rating: async (db, ratingId, { nowMs }) => {
    const isShown = and(isNull(ratings.hiddenAtMs), lte(ratings.shownAtMs, nowMs));
    const [row] = await db
      .select()
      .from(ratings)
      .where(and(eq(ratings.ratingId, ratingId), isShown));
    return row ? { aboutUserId: row.raterId, auctionId: row.auctionId, said: row.text } : null;
  },
  // Only sellers have pages that an id leads to.
  person: async (db, userId) => {
    const [row] = await db
      .select({ nickname: users.nickname })
      .from(users)
      .innerJoin(auctions, eq(auctions.sellerId, users.userId))
      .where(eq(users.userId, userId))
      .limit(1);
    return row ? { aboutUserId: userId, auctionId: null, said: row.nickname } : null;
  },
};

/** A question with its seller, where the reader sees it. */
async function findAsked(db: Deps['db'], questionId: string, { userId }: Reader) {
  const [found] = await db
    .select({ question: questions, sellerId: auctions.sellerId })
    .from(questions)
    .innerJoin(auctions, eq(auctions.auctionId, questions.auctionId))
    .where(
      and(
        eq(questions.questionId, questionId),
        isNull(questions.hiddenAtMs),
        isNull(questions.withdrawnAtMs),
      ),
    );
  if (!found) return null;
  const { visibility, askerId } = found.question;
  const isSeen = visibility === 'public' || [askerId, found.sellerId].includes(userId);
  return isSeen ? found : null;
}
