import { and, asc, count, desc, inArray, isNotNull, isNull, lte, min } from 'drizzle-orm';
import type { AnyColumn, SQL } from 'drizzle-orm';
import type { MySqlTable } from 'drizzle-orm/mysql-core';
import type { Health } from '@sagopalgo/core/contracts/operating.ts';
import { searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { jobRuns, operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { judgeOutages } from '@sagopalgo/core/mysql/outage-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readRoomBeats } from '@sagopalgo/core/redis/room-beats.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';
import { JOB_NAMES } from '@sagopalgo/core/rules/operator-tasks.ts';
import type { Deps } from '../deps.ts';
import { readLiveIfThere } from './read-live-if-there.ts';
import { unrecordedOf } from './unrecorded-of.ts';

/** Of a sale with more than these the recorder's lag is told of those that close first. */
const COMPARED_MAX = 2_000;

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now'>;
type Waiting = Health['search'];

/**
 * How the rooms are, from what they wrote into the stores: no process is asked, so it is the same on any number of
 * machines.
 */
export async function findHealth(deps: Used): Promise<Health> {
  const { db, now } = deps;
  const [redisSide, outbox, queued] = await Promise.all([
    readRedisSide(deps),
    countWaiting(db, searchOutbox, searchOutbox.changedAtMs),
    countWaiting(db, searchQueues, searchQueues.changedAtMs),
  ]);
  const mails = isNotNull(mailOutbox.nextAttemptAtMs);
  const hooks = isNull(tossWebhooks.handledAtMs);
  const tasks = isNotNull(operatorTasks.openKey);
  const { receivedAtMs } = tossWebhooks;
  const [outage] = await db
    .select({ startedAtMs: judgeOutages.startedAtMs, endedAtMs: judgeOutages.endedAtMs })
    .from(judgeOutages)
    // One that lasts goes before any that is over: of a cluster there may be several.
    .orderBy(desc(isNull(judgeOutages.endedAtMs)), desc(judgeOutages.startedAtMs))
    .limit(1);
  return {
    serverNowMs: now(),
    ...redisSide,
    search: together(outbox, queued),
    mails: await countWaiting(db, mailOutbox, mailOutbox.createdAtMs, mails),
    webhooks: await countWaiting(db, tossWebhooks, receivedAtMs, hooks),
    tasks: await countWaiting(db, operatorTasks, operatorTasks.askedAtMs, tasks),
    lastOutage: outage ?? null,
    jobs: await readJobs(db),
  };
}

async function readRedisSide(deps: Used): Promise<Pick<Health, 'rooms' | 'recorder'>> {
  const { db, redis, now } = deps;
  const { auctionId, recordedSeq, recordedRaise, state, opensAtMs, closesAtMs } = auctions;
  const rows = await db
    .select({ auctionId, recordedSeq, recordedRaise })
    .from(auctions)
    .where(and(inArray(state, UNSETTLED_STATES), lte(opensAtMs, now())))
    .orderBy(asc(closesAtMs))
    .limit(COMPARED_MAX);
  const read = await readLiveIfThere(
    deps,
    rows.map((row) => row.auctionId),
  );
  if (!read.isThere) return { rooms: [], recorder: null };
  const { states } = read;
  const lags = rows.map((row) => {
    const live = states.getIfRead(row.auctionId);
    return live ? unrecordedOf(row, live) : 0;
  });
  const isMissing = (id: string) => !states.has(id) && !states.faults.has(id);
  return {
    rooms: await readRoomBeats(redis, now()),
    recorder: {
      behind: lags.reduce((sum, lag) => sum + lag, 0),
      auctionsBehind: lags.filter((lag) => lag > 0).length,
      auctionsMissing: rows.filter((row) => isMissing(row.auctionId)).length,
      doubts: await redis.scard(DOUBTED_KEY),
    },
  };
}

async function readJobs(db: Deps['db']): Promise<Health['jobs']> {
  const runs = new Map((await db.select().from(jobRuns)).map((run) => [run.job, run]));
  const none = { startedAtMs: null, wentWellAtMs: null, tookMs: null, fault: null };
  return JOB_NAMES.map((job) => ({ ...none, ...runs.get(job), job }));
}

async function countWaiting(
  db: Deps['db'],
  table: MySqlTable,
  sinceMs: AnyColumn,
  where?: SQL,
): Promise<Waiting> {
  const [row] = await db
    .select({ waiting: count(), sinceMs: min(sinceMs) })
    .from(table)
    .where(where);
  const told = row?.sinceMs ?? null;
  return { waiting: row?.waiting ?? 0, sinceMs: told === null ? null : Number(told) };
}

function together(one: Waiting, other: Waiting): Waiting {
  const moments = [one.sinceMs, other.sinceMs].filter((atMs) => atMs !== null);
  const sinceMs = moments.length === 0 ? null : Math.min(...moments);
  return { waiting: one.waiting + other.waiting, sinceMs };
}
