import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { REASON, testOperator } from '../testing/operator.ts';
import type { TestOperator } from '../testing/operator.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('asking the keeper', () => {
  let api: ApiUnderTest;
  let operator: TestOperator;
  before(async () => {
    api = await startApiAlone();
    operator = await testOperator(api);
  });
  after(() => api.end());

  async function listed(given: Partial<AuctionRow> = {}): Promise<AuctionRow> {
    const row = await addAuction(api.deps.db, given);
    await openAuction(api.deps.redis, row);
    return row;
  }
  const tasksOf = (subject: string) =>
    api.deps.db.select().from(operatorTasks).where(eq(operatorTasks.subject, subject));
  const cancel = (auctionId: string) => operator.act(`/auctions/${auctionId}/cancel`);
  const move = (auctionId: string, closesAtMs: number) =>
    operator.act(`/auctions/${auctionId}/move-closing`, { closesAtMs });

  it('writes down who wants it and why, and nothing as done', async () => {
    const { auctionId } = await listed();
    const asked = await cancel(auctionId);
    expect(asked.status).to.equal(202);
    expect(asked.body).to.include({ kind: 'cancel', state: 'waiting', auctionId, reason: REASON });
    const [task, ...more] = await tasksOf(auctionId);
    expect(more).to.deep.equal([]);
    expect(task).to.include({ kind: 'cancel', state: 'waiting', operatorId: operator.userId });
    // The keeper's own record of it is what counts for the result.
    const isOf = eq(operatorActions.auctionId, auctionId);
    expect(await api.deps.db.$count(operatorActions, isOf)).to.equal(0);
    const { body } = await operator.look(`/tasks/${task?.taskId}`);
    expect(body).to.deep.equal(asked.body);
  });

  it('asks once, however many do so at once, and again when that has come to its end', async () => {
    const { auctionId, closesAtMs } = await listed();
    const asks = () => [
      ...[cancel(auctionId), cancel(auctionId)],
      ...[1, 2].map((minutes) => move(auctionId, closesAtMs + minutes * MINUTE_MS)),
      ...[1, 2].map(() => operator.act('/jobs/clear-mails/run')),
    ];
    const answers = await Promise.all(asks());
    const codes = answers.map(({ body }) => body.code).filter(Boolean);
    expect(codes).to.deep.equal(['TASK_UNDER_WAY', 'TASK_UNDER_WAY', 'TASK_UNDER_WAY']);
    expect(await tasksOf(auctionId)).to.have.length(2);
    expect(await tasksOf('clear-mails')).to.have.length(1);
    await api.deps.db
      .update(operatorTasks)
      .set({ state: 'failed', openKey: null })
      .where(eq(operatorTasks.subject, auctionId));
    expect((await cancel(auctionId)).status).to.equal(202);
  });

  it('cancels nothing that has a result, and nothing that there is not', async () => {
    for (const [state, code] of [
      ['sold', 'AUCTION_CLOSED'],
      ['unsold', 'AUCTION_CLOSED'],
      ['cancelled', 'ALREADY_SO'],
    ] as const) {
      const { auctionId } = await addAuction(api.deps.db, { state });
      expect((await cancel(auctionId)).body.code).to.equal(code);
      expect(await tasksOf(auctionId)).to.deep.equal([]);
    }
    expect((await cancel('no-such-auction')).body.code).to.equal('AUCTION_NOT_FOUND');
  });

  it('moves a closing to a later moment, also one that was moved before, and to no other', async () => {
    const { auctionId, closesAtMs } = await listed();
    const movedMs = closesAtMs + MINUTE_MS;
    await api.deps.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', movedMs);
    for (const untilMs of [closesAtMs - MINUTE_MS, closesAtMs, movedMs, movedMs + 8 * DAY_MS]) {
      const { body } = await move(auctionId, untilMs);
      expect(body.code).to.equal('INVALID_REQUEST');
      expect(body.detail.fields.map(({ path }) => path)).to.deep.equal(['closesAtMs']);
    }
    expect((await move(auctionId, movedMs + 1)).status).to.equal(202);
    expect((await tasksOf(auctionId))[0]).to.include({ kind: 'extend', closesAtMs: movedMs + 1 });
  });

  it('moves no closing that is past, waits for an operator, or is not in Redis', async () => {
    const later = Date.now() + 2 * DAY_MS;
    const over = await listed({ closesAtMs: Date.now() - 1 });
    const settled = await addAuction(api.deps.db, { state: 'sold' });
    const halted = await listed({ interruptedAtMs: Date.now() });
    const lost = await addAuction(api.deps.db);
    const codes = [];
    for (const { auctionId } of [over, settled, halted, lost, { auctionId: 'no-such-auction' }]) {
      codes.push((await move(auctionId, later)).body.code);
      expect(await tasksOf(auctionId)).to.deep.equal([]);
    }
    expect(codes).to.deep.equal([
      ...['AUCTION_CLOSED', 'AUCTION_CLOSED', 'AUCTION_INTERRUPTED', 'UNAVAILABLE'],
      'AUCTION_NOT_FOUND',
    ]);
  });

  it('runs functions of the clock, and nothing of another name', async () => {
    expect((await operator.act('/jobs/reconcile/run')).body).to.include({
      ...{ kind: 'run-job', job: 'reconcile', state: 'waiting', name: null },
    });
    expect((await operator.act('/jobs/drop-tables/run')).body.code).to.equal('INVALID_REQUEST');
  });

  it('tells of no task that there is not', async () => {
    expect((await operator.look('/tasks/nothing')).body.code).to.equal('NOT_FOUND');
    const { token } = await addPersonWithToken(api.deps);
    const [task] = await tasksOf('reconcile');
    const asked = await api.call('GET', `/operator/tasks/${task?.taskId}`, { token });
    expect(asked.body.code).to.equal('FORBIDDEN');
  });
});
