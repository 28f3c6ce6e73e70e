import { and, asc, inArray, lte, sql } from 'drizzle-orm';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { NOTICE_FACTS, OF_NOTICE } from '@sagopalgo/core/notices/notice-facts.ts';
import { readWishes } from '@sagopalgo/core/notices/read-wishes.ts';
import type { Connections } from '../connections.ts';
import { NONE_NEW, tellUnread } from '../tell-unread.ts';
import type { NewestNotice } from '../tell-unread.ts';
import { promiseMails } from './promise-mails.ts';
import { promisePushes } from './promise-pushes.ts';

const NOTICES_A_BATCH = 200;
const BATCHES_A_RUN = 50;
/** What is older by now, as after an outage, stands in the centre and rings nowhere. */
const NEWS_FOR_MS = 24 * 3_600_000;

export type HandingDeps = Pick<Connections, 'db' | 'redis' | 'log' | 'now'> & {
  /** Where links in mails lead. */
  pageOrigin: string;
};

/** What was handed out, and to how many ends. */
export interface HandedOut {
  notices: number;
  mails: number;
  pushes: number;
}

/**
 * Hands out the notices that are due, in the order in which they were written: to the person's streams, and as mails
 * and pushes to be sent where they want those. Both are promised in the transaction that takes the notice off the list,
 * so any number of runs at once promise each once; one that was read by then is promised to nobody. A notice that has
 * changed since, or was put away, is told on the streams again, and no more than that.
 */
export async function handOutNotices(deps: HandingDeps): Promise<HandedOut> {
  const total: HandedOut = { notices: 0, mails: 0, pushes: 0 };
  for (let batch = 0; batch < BATCHES_A_RUN; batch += 1) {
    const due = await findDue(deps);
    if (due.length === 0) return total;
    const { rows, mails, pushes } = await rowTransaction(deps.db, (tx) => handOut(deps, tx, due));
    total.notices += rows.length;
    total.mails += mails;
    total.pushes += pushes;
    await tellUnread(deps, newestOf(rows));
    // The rest is another run's, or the next one's.
    if (rows.length === 0 || due.length < NOTICES_A_BATCH) return total;
  }
  return total;
}

// Of what was read by then, its person has fewer unread, and nothing new.
function newestOf(rows: readonly DueNotice[]): ReadonlyMap<string, NewestNotice> {
  const read = rows.map(({ userId }) => [userId, NONE_NEW] as const);
  const unread = rows.filter(({ readAtMs }) => readAtMs === null);
  return new Map([
    ...read,
    ...unread.map(({ userId, noticeId, kind }) => [userId, { noticeId, kind }] as const),
  ]);
}

async function findDue({ db, now }: HandingDeps) {
  const { number, userId, handOutAtMs } = notices;
  return await db
    .select({ number, userId })
    .from(notices)
    .where(lte(handOutAtMs, now()))
    .orderBy(asc(handOutAtMs), asc(number))
    .limit(NOTICES_A_BATCH);
}

type Due = Awaited<ReturnType<typeof findDue>>;

async function handOut({ pageOrigin, now }: HandingDeps, tx: Tx, due: Due) {
  const nowMs = now();
  const rows = await lockDue(tx, due, nowMs);
  const news = rows.filter((row) => isToRing(row, nowMs));
  const wishesOf = await readWishes(tx, [...new Set(news.map(({ userId }) => userId))]);
  const mails = await promiseMails(tx, news, { wishesOf, pageOrigin, nowMs });
  const pushes = await promisePushes(tx, news, { wishesOf, nowMs });
  if (rows.length > 0) {
    const numbers = rows.map(({ number }) => number);
    const { number, ringAtMs } = notices;
    // What is to ring later is handed out once more then.
    const handOutAtMs = sql`CASE WHEN ${ringAtMs} > ${nowMs} THEN ${ringAtMs} END`;
    await tx.update(notices).set({ handOutAtMs }).where(inArray(number, numbers));
  }
  return { rows, mails, pushes };
}

// What was read by then, or is about what its person has done by then, needs no telling outside.
function isToRing({ createdAtMs, readAtMs, ringAtMs }: DueNotice, nowMs: number): boolean {
  return readAtMs === null && createdAtMs > nowMs - NEWS_FOR_MS && (ringAtMs ?? 0) <= nowMs;
}

async function lockDue(tx: Tx, due: Due, nowMs: number) {
  const { number, noticeId, userId, createdAtMs, mailedAtMs, readAtMs, ringAtMs } = notices;
  const ours = await lockFree(tx, due, nowMs);
  if (ours.length === 0) return [];
  return await tx
    .select({
      ...{ ...NOTICE_FACTS, number, noticeId, userId },
      ...{ createdAtMs, mailedAtMs, readAtMs, ringAtMs },
    })
    .from(notices)
    .leftJoin(auctions, OF_NOTICE)
    .where(inArray(number, ours))
    .orderBy(asc(number));
}

/**
 * Locks those of these that nobody else is handing out, and leaves out people who have others of them: what is promised
 * to them then would come before those. Locked alone, as the auctions that are read with them are nobody's to hold.
 */
async function lockFree(tx: Tx, due: Due, nowMs: number): Promise<number[]> {
  const { number, handOutAtMs } = notices;
  const numbers = due.map((row) => row.number);
  const locked = await tx
    .select({ number })
    .from(notices)
    .where(and(inArray(number, numbers), lte(handOutAtMs, nowMs)))
    .for('update', { skipLocked: true });
  const free = new Set(locked.map((row) => row.number));
  const elsewhere = due.filter((row) => !free.has(row.number)).map(({ userId }) => userId);
  const busy = new Set(elsewhere);
  return due.filter(({ userId }) => !busy.has(userId)).map((row) => row.number);
}

export type DueNotice = Awaited<ReturnType<typeof lockDue>>[number];
