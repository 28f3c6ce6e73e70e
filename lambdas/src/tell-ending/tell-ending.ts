import { and, asc, eq, gt, inArray, isNull, lte } from 'drizzle-orm';
import type { EndingEvent } from '@sagopalgo/core/contracts/events.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';

/** From so long before its closing on, an auction's watchers are told of it. */
const SOON_MS = 10 * 60_000;
/** What is over these is for the next run, a moment later. */
const AUCTIONS_MAX = 500;
const BATCHES_AN_AUCTION = 20;
const PEOPLE_A_BATCH = 500;

type Used = Pick<Connections, 'db' | 'redis' | 'log' | 'now'>;

/**
 * Tells those who watch an auction that it closes soon. Each is told once, also by two runs at once, and
 * not again when the closing moves: that it is told is written down first, so that what is lost on the way
 * to the person is not told at all.
 */
export async function tellEnding(
  connections: Used,
  { peopleABatch = PEOPLE_A_BATCH, batchesMax = BATCHES_AN_AUCTION } = {},
): Promise<{ told: number }> {
  const ending = await findEnding(connections);
  const told = await tryEvery(ending, async (auction) => {
    let people = 0;
    for (let batch = 0; batch < batchesMax; batch += 1) {
      const userIds = await claimWatchers(connections, auction, peopleABatch);
      await Promise.all(userIds.map((userId) => tell(connections, userId, auction)));
      people += userIds.length;
      if (userIds.length < peopleABatch) break;
    }
    return people;
  });
  return { told: told.reduce((sum, people) => sum + people, 0) };
}

/** Those that close soon and have somebody to be told, the soonest first. */
async function findEnding({ db, now }: Used): Promise<EndingEvent[]> {
  const nowMs = now();
  const { auctionId, title, opensAtMs, closesAtMs, state, interruptedAtMs } = auctions;
  return await db
    .selectDistinct({ auctionId, title, closesAtMs })
    .from(auctions)
    .innerJoin(watchlistItems, eq(watchlistItems.auctionId, auctionId))
    .where(
      and(
        inArray(state, ['scheduled', 'live']),
        gt(closesAtMs, nowMs),
        lte(closesAtMs, nowMs + SOON_MS),
        lte(opensAtMs, nowMs),
        isNull(interruptedAtMs),
        isNull(watchlistItems.endingToldAtMs),
      ),
    )
    .orderBy(asc(closesAtMs), asc(auctionId))
    .limit(AUCTIONS_MAX);
}

// Whom another run has claimed it leaves to that run.
async function claimWatchers(
  { db, now }: Used,
  { auctionId }: EndingEvent,
  peopleMax: number,
): Promise<string[]> {
  const ofAuction = eq(watchlistItems.auctionId, auctionId);
  return await db.transaction(async (tx) => {
    const rows = await tx
      .select({ userId: watchlistItems.userId })
      .from(watchlistItems)
      .where(and(ofAuction, isNull(watchlistItems.endingToldAtMs)))
      .limit(peopleMax)
      .for('update', { skipLocked: true });
    const userIds = rows.map(({ userId }) => userId);
    if (userIds.length === 0) return [];
    await tx
      .update(watchlistItems)
      .set({ endingToldAtMs: now() })
      .where(and(ofAuction, inArray(watchlistItems.userId, userIds)));
    return userIds;
  });
}

async function tell({ redis, log }: Used, userId: string, ending: EndingEvent): Promise<void> {
  try {
    await tellPerson(redis, userId, [{ event: 'ending', data: ending }]);
  } catch (error) {
    log.warn('ending.untold', { auctionId: ending.auctionId, error });
  }
}
