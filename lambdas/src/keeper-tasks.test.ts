import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import { jobRuns, operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import { connectRedis } from '@sagopalgo/core/redis/connect.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { JOB_NAMES } from '@sagopalgo/core/rules/operator-tasks.ts';
import type { TaskKind } from '@sagopalgo/core/rules/operator-tasks.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import type { KeeperConnections } from './connections.ts';
import { JOBS } from './jobs.ts';
import { carryOutTasks, DEEDS, RUNS } from './keeper-tasks.ts';
import {
  letTimeRunOut,
  listedAuction,
  openLambdaConnections,
  placeBids,
  rowOf,
} from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';

const MINUTE_MS = 60_000;
const AWAY = 'Connection is closed.';
const WORD = { operatorId: 'op-1', operator: 'yuna', reason: '판매자가 물건을 잃어버렸어요.' };

describe('what the keeper does for operators', () => {
  let own: OwnDatabase;
  let opened: LambdaTestConnections;
  let connections: KeeperConnections;
  before(async () => {
    own = await openOwnDatabase();
    opened = await openLambdaConnections();
    const { TOSS_API_BASE_URL: baseUrl, TOSS_SECRET_KEY: secretKey } = testToss();
    connections = {
      ...opened,
      db: own.db,
      toss: createToss({ baseUrl, secretKey }),
      pageOrigin: 'http://localhost:3000',
      mailer: createMailer({
        ...{ MAIL_FROM: 'a@b.example', SMTP_URL: 'smtp://127.0.0.1:9', SMTP_TLS: 'tried' },
      }),
    };
  });
  after(async () => {
    await opened.end();
    await own.end();
  });

  async function ask(kind: TaskKind, subject: string, given: object = {}): Promise<string> {
    const taskId = randomUUID();
    const openKey = `${kind}:${subject}`;
    const task = { ...WORD, taskId, kind, subject, openKey, askedAtMs: Date.now(), ...given };
    await own.db.insert(operatorTasks).values(task);
    return taskId;
  }
  const taskOf = async (taskId: string) => {
    const isIt = eq(operatorTasks.taskId, taskId);
    const [task] = await own.db.select().from(operatorTasks).where(isIt);
    if (!task) throw new Error(`no task ${taskId}`);
    return task;
  };
  const actionsOf = (auctionId: string) =>
    own.db.select().from(operatorActions).where(eq(operatorActions.auctionId, auctionId));
  const liveOf = async (auctionId: string) =>
    (await readLive(connections.redis, [auctionId])).states.get(auctionId);

  it('cancels a live auction: everybody is told, nobody has won and there is no order', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1_000, 1_100]);
    const taskId = await ask('cancel', auctionId);
    await carryOutTasks(connections, DEEDS);
    expect(await taskOf(taskId)).to.include({ state: 'done', openKey: null });
    expect(await liveOf(auctionId)).to.include({ state: 'cancelled' });
    expect(await rowOf(connections, auctionId)).to.include({ state: 'cancelled', bidCount: 2 });
    expect(await own.db.$count(orders, eq(orders.auctionId, auctionId))).to.equal(0);
    const [action, ...more] = await actionsOf(auctionId);
    expect(more).to.deep.equal([]);
    expect(action).to.include({ ...WORD, actionId: taskId, action: 'cancel' });
  });

  it('moves a closing, and says so where it could not', async () => {
    const { auctionId, closesAtMs } = await listedAuction(connections);
    const untilMs = closesAtMs + MINUTE_MS;
    const movedId = await ask('extend', auctionId, { closesAtMs: untilMs });
    await carryOutTasks(connections, DEEDS);
    expect(await taskOf(movedId)).to.include({ state: 'done', outcome: 'moved' });
    expect(await liveOf(auctionId)).to.include({ closesAtMs: untilMs, moved: 'operator' });
    await closeAuction(connections.redis, auctionId, { how: 'cancel' });
    const lateId = await ask('extend', auctionId, { closesAtMs: untilMs + MINUTE_MS });
    await carryOutTasks(connections, DEEDS);
    const late = await taskOf(lateId);
    expect([late.state, late.openKey]).to.deep.equal(['failed', null]);
    expect(late.outcome).to.contain('has closed');
  });

  it('does a thing once, however many keepers there are', async () => {
    const { auctionId, closesAtMs } = await listedAuction(connections);
    await ask('extend', auctionId, { closesAtMs: closesAtMs + MINUTE_MS });
    await Promise.all([1, 2, 3].map(() => carryOutTasks(connections, DEEDS)));
    expect(await actionsOf(auctionId)).to.have.length(1);
    await carryOutTasks(connections, DEEDS);
    expect(await actionsOf(auctionId)).to.have.length(1);
  });

  it('goes on with what another keeper died over, and leaves what one is at', async () => {
    const { auctionId } = await listedAuction(connections);
    const taskId = await ask('cancel', auctionId, { takenAtMs: Date.now() });
    await carryOutTasks(connections, DEEDS);
    expect(await taskOf(taskId)).to.include({ state: 'waiting' });
    const later = { ...connections, now: () => Date.now() + 2 * MINUTE_MS };
    await carryOutTasks(later, DEEDS);
    expect(await taskOf(taskId)).to.include({ state: 'done' });
    expect(await rowOf(connections, auctionId)).to.include({ state: 'cancelled' });
  });

  it('tries again what failed for no reason of its own, and gives up in the end', async () => {
    const { auctionId } = await listedAuction(connections);
    const taskId = await ask('cancel', auctionId);
    const redis = awayRedis();
    const [soonMs, muchLaterMs] = [10_000, 20 * MINUTE_MS];
    await carryOutTasks({ ...connections, redis }, DEEDS);
    expect(await taskOf(taskId)).to.include({ state: 'waiting' });
    await carryOutTasks({ ...connections, redis, now: () => Date.now() + muchLaterMs }, DEEDS);
    expect(await taskOf(taskId)).to.include({ state: 'failed', outcome: AWAY });
    const againId = await ask('cancel', auctionId);
    await carryOutTasks({ ...connections, redis }, DEEDS);
    await carryOutTasks({ ...connections, now: () => Date.now() + soonMs }, DEEDS);
    expect(await taskOf(againId)).to.include({ state: 'done' });
  });

  it('runs functions of the clock, one by one, and keeps what came of each', async () => {
    expect(JOBS.map(({ name }) => name)).to.have.members([...JOB_NAMES]);
    const taskId = await ask('run-job', 'clear-sessions');
    await carryOutTasks(connections, DEEDS);
    expect(await taskOf(taskId)).to.include({ state: 'waiting' });
    await carryOutTasks(connections, RUNS);
    const task = await taskOf(taskId);
    expect(task.state).to.equal('done');
    expect(JSON.parse(task.outcome ?? '')).to.be.an('object');
    const [run] = await own.db.select().from(jobRuns).where(eq(jobRuns.job, 'clear-sessions'));
    expect(run?.fault).to.equal(null);
    expect(run?.wentWellAtMs).to.be.closeTo(Date.now(), MINUTE_MS);
  });

  it('says why a function failed, and when it last went well', async () => {
    await ask('run-job', 'close-auctions');
    await carryOutTasks(connections, RUNS);
    const { auctionId } = await listedAuction(connections);
    await letTimeRunOut(connections, auctionId);
    const taskId = await ask('run-job', 'close-auctions');
    await carryOutTasks({ ...connections, redis: awayRedis() }, RUNS);
    const task = await taskOf(taskId);
    expect(task.state).to.equal('failed');
    expect(task.outcome).to.contain(AWAY);
    const [run] = await own.db.select().from(jobRuns).where(eq(jobRuns.job, 'close-auctions'));
    expect(run?.fault).to.contain(AWAY);
    expect(run?.wentWellAtMs).to.be.closeTo(Date.now(), MINUTE_MS);
    expect(run?.startedAtMs).to.be.at.least(run?.wentWellAtMs ?? Infinity);
  });

  /** A Redis that answers nothing. */
  function awayRedis(): KeeperConnections['redis'] {
    const redis = connectRedis(testUrls().redisUrl);
    redis.disconnect();
    return redis;
  }
});
