import { eq, notInArray } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { outbidMarks } from '@sagopalgo/core/mysql/notice-schema.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '../connections.ts';
import { tellFewerUnread } from '../tell-unread.ts';
import { tryEvery } from '../try-every.ts';
import { biddersAfter } from './bidders-after.ts';
import { putAway } from './tell-outbid.ts';

const AUCTIONS_A_RUN = 200;
const PEOPLE_A_BATCH = 500;
const BATCHES_MAX = 1_000;
const AT_ONCE = 1;

type Used = Pick<Connections, 'db' | 'redis' | 'log' | 'now'>;
/** What became of a batch of bidders, and who of them have fewer unread notices than before. */
interface Step {
  outcome: 'more' | 'done' | 'busy';
  relieved: readonly string[];
}

/**
 * Puts away, of auctions that are settled, that somebody was outbid: nobody can bid again. It waits for whoever still
 * tells of one, so that nothing is left unread behind it, and takes the auction's mark along with the last of its
 * bidders; a run that was cut off is gone on with. Whoever is here is told how many are unread then. Returns of how
 * many auctions it was done.
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
  const relieved = new Set<string>();
  try {
    const done = await tryEvery(
      ended,
      (row) => putAwayAll(connections, row.auctionId, { people: peopleABatch, relieved }),
      AT_ONCE,
    );
    return done.filter(Boolean).length;
  } finally {
    await tellFewerUnread(connections, relieved);
  }
}

async function putAwayAll(
  { db, now }: Used,
  auctionId: string,
  { people, relieved }: { people: number; relieved: Set<string> },
): Promise<boolean> {
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    const step = await rowTransaction(db, (tx) => putAwaySome(tx, auctionId, people, now()));
    for (const userId of step.relieved) relieved.add(userId);
    if (step.outcome !== 'more') return step.outcome === 'done';
  }
  throw new Error(`the bidders of auction ${auctionId} did not end in ${BATCHES_MAX} batches`);
}

async function putAwaySome(
  tx: Tx,
  auctionId: string,
  people: number,
  nowMs: number,
): Promise<Step> {
  const isIt = eq(outbidMarks.auctionId, auctionId);
  const [mark] = await tx
    .select()
    .from(outbidMarks)
    .where(isIt)
    .for('update', { skipLocked: true });
  if (!mark) return { outcome: 'busy', relieved: [] };
  const userIds = await biddersAfter(tx, auctionId, mark.awayTo, people);
  const relieved = userIds.length > 0 ? await putAway(tx, auctionId, userIds, nowMs) : [];
  if (userIds.length === people) {
    await tx
      .update(outbidMarks)
      .set({ awayTo: userIds.at(-1) })
      .where(isIt);
    return { outcome: 'more', relieved };
  }
  await tx.delete(outbidMarks).where(isIt);
  return { outcome: 'done', relieved };
}
