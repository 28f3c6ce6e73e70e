import { randomUUID } from 'node:crypto';
import { and, asc, eq, gt, inArray, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '../connections.ts';

/** From so long before its closing on, an auction's watchers are told of it. */
const SOON_MS = 10 * 60_000;
/** What closes within the same stretch of time is told of together. */
const SLOT_MS = 10 * 60_000;
/** A person's auctions may come in several batches. */
const GATHER_MS = 5_000;
const ITEMS_A_BATCH = 500;
const BATCHES_MAX = 2_000;

type Used = Pick<Connections, 'db' | 'now'>;

interface Item {
  userId: string;
  auctionId: string;
  closesAtMs: number;
}

/**
 * Tells those who watch an auction that it closes soon, whether or not they are here: all that a person watches and
 * that closes at about the same time is one notice. Whoever began to watch it only then knows. Returns of how many
 * auctions people were told.
 */
export async function writeEnding(
  connections: Used,
  { itemsABatch = ITEMS_A_BATCH, batchesMax = BATCHES_MAX } = {},
): Promise<number> {
  let told = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const items = await findSome(connections, itemsABatch);
    if (items.length === 0) return told;
    const claimed = await rowTransaction(connections.db, (tx) =>
      tellSome(tx, items, connections.now()),
    );
    told += claimed;
    // Those that are left are another run's.
    if (claimed === 0) return told;
  }
  throw new Error(`more than ${batchesMax} batches of watchers wait to be told`);
}

async function findSome({ db, now }: Used, itemsMax: number): Promise<Item[]> {
  const nowMs = now();
  const { userId, auctionId, endingNoticedAtMs, createdAtMs } = watchlistItems;
  const { state, opensAtMs, closesAtMs, interruptedAtMs, hiddenAtMs } = auctions;
  return await db
    .select({ userId, auctionId, closesAtMs })
    .from(auctions)
    .innerJoin(watchlistItems, eq(auctions.auctionId, auctionId))
    .where(
      and(
        ...[inArray(state, UNSETTLED_STATES), isNull(interruptedAtMs), isNull(hiddenAtMs)],
        ...[gt(closesAtMs, nowMs), lte(closesAtMs, nowMs + SOON_MS), lte(opensAtMs, nowMs)],
        isNull(endingNoticedAtMs),
        lt(createdAtMs, sql`${closesAtMs} - ${SOON_MS}`),
      ),
    )
    .orderBy(asc(closesAtMs))
    .limit(itemsMax);
}

async function tellSome(tx: Tx, items: readonly Item[], nowMs: number): Promise<number> {
  const { userId, auctionId, endingNoticedAtMs } = watchlistItems;
  const free = await tx
    .select({ userId, auctionId })
    .from(watchlistItems)
    .where(and(isAmong(items), isNull(endingNoticedAtMs)))
    .for('update', { skipLocked: true });
  const claimed = new Set(free.map((item) => keyOf(item)));
  const mine = items.filter((item) => claimed.has(keyOf(item)));
  if (mine.length === 0) return 0;
  await tx.update(watchlistItems).set({ endingNoticedAtMs: nowMs }).where(isAmong(mine));
  await tx
    .insert(notices)
    .values(together(mine, nowMs))
    .onDuplicateKeyUpdate({ set: { count: sql`${notices.count} + values(count)` } });
  return mine.length;
}

function isAmong(items: readonly Item[]) {
  const pairs = items.map(({ userId, auctionId }) => sql`(${userId}, ${auctionId})`);
  const key = sql`(${watchlistItems.userId}, ${watchlistItems.auctionId})`;
  return sql`${key} in (${sql.join(pairs, sql`, `)})`;
}

/** One row for what closes for a person at about the same time, named by the first of it. */
function together(items: readonly Item[], nowMs: number): (typeof notices.$inferInsert)[] {
  const groups = Map.groupBy(items, ({ userId, closesAtMs }) => `${slotOf(closesAtMs)}:${userId}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { userId, auctionId, closesAtMs } = first;
    return {
      ...{ noticeId: randomUUID(), userId, kind: 'ending' as const, auctionId },
      ...{ causeKey: String(slotOf(closesAtMs)), detail: { byMs: closesAtMs } },
      ...{ count: group.length, createdAtMs: nowMs, happenedAtMs: nowMs },
      handOutAtMs: nowMs + GATHER_MS,
    };
  });
}

function slotOf(closesAtMs: number): number {
  return Math.floor(closesAtMs / SLOT_MS);
}

function keyOf({ userId, auctionId }: Pick<Item, 'userId' | 'auctionId'>): string {
  return `${userId}:${auctionId}`;
}
