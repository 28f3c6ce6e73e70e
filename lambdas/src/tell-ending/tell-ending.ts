import { and, asc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { EndingEvent } from '@sagopalgo/core/contracts/events.ts';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { findListeners, tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import type { Connections } from '../connections.ts';
import { tryEvery } from '../try-every.ts';

/** From so long before its closing on, an auction's watchers are told of it. */
const SOON_MS = 10 * 60_000;
const PEOPLE_AT_ONCE = 500;
const ITEMS_A_PAGE = 2_000;
const PAGES_MAX = 2_000;

type Used = Pick<Connections, 'db' | 'redis' | 'log' | 'now'>;

/** An auction that closes soon, and somebody who watches it and was not told. */
interface Untold extends EndingEvent {
  userId: string;
}

/**
 * Tells those who watch an auction that it closes soon, as soon as they have a stream to be told on. Each is
 * told once, also by two runs at once, and not again when the closing moves: that somebody is told is written
 * down first, so that what is lost on the way from here is not told again. Throws when more wait than one run
 * can look at; the next finds those that are left. Returns how much was told.
 */
export async function tellEnding(
  connections: Used,
  { peopleAtOnce = PEOPLE_AT_ONCE, itemsAPage = ITEMS_A_PAGE, pagesMax = PAGES_MAX } = {},
): Promise<{ told: number }> {
  // Whoever has no stream hears nothing, may come in the minutes that are left, and is not looked at: of the
  // many who watch what closes at the same hour, few are here.
  const listeners = await findListeners(connections.redis);
  let told = 0;
  let pages = 0;
  for (let start = 0; start < listeners.length; start += peopleAtOnce) {
    const userIds = listeners.slice(start, start + peopleAtOnce);
    let last: Untold | null = null;
    do {
      if (pages === pagesMax) throw new Error(`more than ${pagesMax} pages wait to be told`);
      pages += 1;
      const items: Untold[] = await findUntold(connections, userIds, last, itemsAPage);
      told += await tellAll(connections, items);
      last = items.length < itemsAPage ? null : (items.at(-1) ?? null);
    } while (last !== null);
  }
  return { told };
}

async function findUntold(
  { db, now }: Used,
  userIds: readonly string[],
  last: Untold | null,
  itemsMax: number,
): Promise<Untold[]> {
  const nowMs = now();
  const { userId, auctionId, endingToldAtMs } = watchlistItems;
  const { title, opensAtMs, closesAtMs, state, interruptedAtMs, hiddenAtMs } = auctions;
  const further =
    last &&
    or(gt(userId, last.userId), and(eq(userId, last.userId), gt(auctionId, last.auctionId)));
  return await db
    .select({ userId, auctionId, title, closesAtMs })
    // From the people's lists, which are short, to their auctions: all that closes in a day's last minutes
    // may be everything there is.
    .from(watchlistItems, { forceIndex: 'PRIMARY' })
    .innerJoin(auctions, eq(auctions.auctionId, auctionId))
    .where(
      and(
        inArray(userId, [...userIds]),
        isNull(endingToldAtMs),
        further ?? undefined,
        inArray(state, UNSETTLED_STATES),
        gt(closesAtMs, nowMs),
        lte(closesAtMs, nowMs + SOON_MS),
        lte(opensAtMs, nowMs),
        isNull(interruptedAtMs),
        isNull(hiddenAtMs),
      ),
    )
    .orderBy(asc(userId), asc(auctionId))
    .limit(itemsMax);
}

async function tellAll(connections: Used, items: readonly Untold[]): Promise<number> {
  const byPerson = Map.groupBy(items, ({ userId }) => userId);
  const told = await tryEvery([...byPerson], async ([userId, theirs]) => {
    const claimed = await claim(connections, userId, theirs);
    if (claimed.length > 0) await tell(connections, userId, claimed);
    return claimed.length;
  });
  return told.reduce((sum, count) => sum + count, 0);
}

// What another run is about to tell is left to that run.
async function claim(
  { db, now }: Used,
  userId: string,
  items: readonly Untold[],
): Promise<Untold[]> {
  const ofPerson = (auctionIds: string[]) =>
    and(eq(watchlistItems.userId, userId), inArray(watchlistItems.auctionId, auctionIds));
  return await db.transaction(async (tx) => {
    const rows = await tx
      .select({ auctionId: watchlistItems.auctionId })
      .from(watchlistItems)
      .where(
        and(
          ofPerson(items.map(({ auctionId }) => auctionId)),
          isNull(watchlistItems.endingToldAtMs),
        ),
      )
      .for('update', { skipLocked: true });
    const ids = rows.map(({ auctionId }) => auctionId);
    if (ids.length === 0) return [];
    await tx.update(watchlistItems).set({ endingToldAtMs: now() }).where(ofPerson(ids));
    return items.filter(({ auctionId }) => ids.includes(auctionId));
  });
}

async function tell({ redis, log }: Used, userId: string, items: Untold[]): Promise<void> {
  try {
    const told = items.map(({ auctionId, title, closesAtMs }) => ({
      event: 'ending' as const,
      data: { auctionId, title, closesAtMs },
    }));
    await tellPerson(redis, userId, told);
  } catch (error) {
    log.warn('ending.untold', { auctionIds: items.map(({ auctionId }) => auctionId), error });
  }
}
