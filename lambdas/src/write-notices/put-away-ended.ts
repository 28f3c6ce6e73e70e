import { eq, notInArray } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { outbidMarks } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';
import { biddersAfter } from './bidders-after.ts';
import { putAway } from './tell-outbid.ts';

const AUCTIONS_A_RUN = 200;
const PEOPLE_A_BATCH = 500;
const BATCHES_MAX = 1_000;
const AT_ONCE = 1;

type Used = Pick<Connections, 'db' | 'now'>;

/**
 * Puts away, of auctions that are settled, that somebody was outbid: nobody can bid again. It waits for whoever still
 * tells of one, so that nothing is left unread behind it, and takes the auction's mark along with the last of its
 * bidders; a run that was cut off is gone on with. Returns of how many auctions it was done.
 */
export async function putAwayEnded(
  connections: Used,
  peopleABatch = PEOPLE_A_BATCH,
): Promise<number> {
  const { auctionId, state } = auctions;
  const ended = await connections.db
    .select({ auctionId })
    .from(outbidMarks)
    .innerJoin(auctions, eq(auctionId, outbidMarks.auctionId))
    .where(notInArray(state, UNSETTLED_STATES))
    .limit(AUCTIONS_A_RUN);
  const done = await tryEvery(
    ended,
    (row) => putAwayAll(connections, row.auctionId, peopleABatch),
    AT_ONCE,
  );
  return done.filter(Boolean).length;
}

async function putAwayAll({ db, now }: Used, auctionId: string, people: number): Promise<boolean> {
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const step = await db.transaction((tx) => putAwaySome(tx, auctionId, people, now()), {
      isolationLevel: 'read committed',
    });
    if (step !== 'more') return step === 'done';
  }
  throw new Error(`the bidders of auction ${auctionId} did not end in ${BATCHES_MAX} batches`);
}

async function putAwaySome(
  tx: Tx,
  auctionId: string,
  people: number,
  nowMs: number,
): Promise<'more' | 'done' | 'busy'> {
  const isIt = eq(outbidMarks.auctionId, auctionId);
  const [mark] = await tx
    .select()
    .from(outbidMarks)
    .where(isIt)
    .for('update', { skipLocked: true });
  if (!mark) return 'busy';
  const userIds = await biddersAfter(tx, auctionId, mark.awayTo, people);
  if (userIds.length > 0) await putAway(tx, auctionId, userIds, nowMs);
  if (userIds.length === people) {
    await tx
      .update(outbidMarks)
      .set({ awayTo: userIds.at(-1) })
      .where(isIt);
    return 'more';
  }
  await tx.delete(outbidMarks).where(isIt);
  return 'done';
}
