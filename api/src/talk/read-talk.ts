import { and, asc, desc, eq, gt, inArray, lt } from 'drizzle-orm';
import { MISSED_MAX } from '@sagopalgo/core/contracts/talk.ts';
import type { Joined, Talk, TalkMarks, TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import { talkMarks, talkMessages, talkThreads } from '@sagopalgo/core/mysql/talk-schema.ts';
import { talkUntilMs } from '@sagopalgo/core/rules/talk-times.ts';
import type { Deps } from '../deps.ts';
import { cutPage, readCursor } from '../views/cursor.ts';
import { messageView, selectMessages } from './message-view.ts';
import { findBlock } from './talk-party.ts';
import type { TalkParty } from './talk-party.ts';

const LIST = 'messages';
const NEWEST = 30;
const NONE: TalkMarks = { deliveredSeq: 0, readSeq: 0 };

type Used = Pick<Deps, 'db' | 'now' | 'settings'>;

/** What one side is told that enters a talk, or comes back to it having all up to `afterSeq`. */
export async function readJoined(
  used: Used,
  party: TalkParty,
  afterSeq: number | undefined,
): Promise<Joined> {
  // Before the messages: what is said meanwhile is told beside this, and then once more by its seq.
  const talk = await readTalk(used, party);
  if (afterSeq !== undefined) {
    const messages = await readAfter(used, party, afterSeq);
    const hasLater = messages.length > MISSED_MAX;
    return { talk, messages: messages.slice(0, MISSED_MAX), hasLater, earlierCursor: null };
  }
  const { items, nextCursor } = await readPage(used, party, { limit: NEWEST });
  return { talk, messages: items.toReversed(), hasLater: false, earlierCursor: nextCursor };
}

/** A page of a talk, the newest first. */
export async function readPage(
  { db, settings: { imagesBaseUrl } }: Used,
  { orderId, buyerId }: Pick<TalkParty, 'orderId' | 'buyerId'>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: TalkMessage[]; nextCursor: string | null }> {
  const place = readCursor(LIST, cursor);
  const found = await selectMessages(db)
    .where(
      and(
        eq(talkMessages.orderId, orderId),
        place === null ? undefined : lt(talkMessages.seq, place.key),
      ),
    )
    .orderBy(desc(talkMessages.seq))
    .limit(limit + 1);
  const page = cutPage(LIST, found, limit, ({ message }) => ({ key: message.seq, id: orderId }));
  const items = page.rows.map((row) => messageView(row, { buyerId, imagesBaseUrl }));
  return { items, nextCursor: page.nextCursor };
}

async function readAfter(
  { db, settings: { imagesBaseUrl } }: Used,
  { orderId, buyerId }: TalkParty,
  afterSeq: number,
): Promise<TalkMessage[]> {
  const found = await selectMessages(db)
    .where(and(eq(talkMessages.orderId, orderId), gt(talkMessages.seq, afterSeq)))
    .orderBy(asc(talkMessages.seq))
    .limit(MISSED_MAX + 1);
  return found.map((row) => messageView(row, { buyerId, imagesBaseUrl }));
}

async function readTalk({ db, now }: Used, party: TalkParty): Promise<Talk> {
  const { orderId, userId, otherId, side } = party;
  const [[thread], rows, block] = await Promise.all([
    db.select().from(talkThreads).where(eq(talkThreads.orderId, orderId)),
    db
      .select()
      .from(talkMarks)
      .where(and(eq(talkMarks.orderId, orderId), inArray(talkMarks.userId, [userId, otherId]))),
    findBlock(db, party),
  ]);
  const marksOf = (whose: string): TalkMarks => {
    const row = rows.find((each) => each.userId === whose);
    return row ? { deliveredSeq: row.deliveredSeq, readSeq: row.readSeq } : NONE;
  };
  const untilMs = talkUntilMs(party.order);
  const isOver = untilMs !== null && untilMs <= now();
  return {
    ...{ side, untilMs, ...block },
    mayWrite: !isOver && !block.isBlocked,
    lastSeq: thread?.lastSeq ?? 0,
    own: marksOf(userId),
    other: block.isBlocked ? null : marksOf(otherId),
  };
}
