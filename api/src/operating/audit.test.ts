import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { listAudit } from '@sagopalgo/core/contracts/operator-deeds.ts';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { operatorTasks } from '@sagopalgo/core/mysql/operating-schema.ts';
import { operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { writeOrderEvent } from '@sagopalgo/core/orders/move-order.ts';
import { openTestOrder } from '@sagopalgo/core/testing/booked-orders.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { REASON, testOperator } from '../testing/operator.ts';
import type { TestOperator } from '../testing/operator.ts';

describe('the list of what operators did', () => {
  let api: ApiUnderTest;
  let operator: TestOperator;
  let nowMs = Date.now();
  before(async () => {
    api = await startApiAlone(() => ({ now: () => nowMs }));
    operator = await testOperator(api);
  });
  after(() => api.end());

  const page = async (query = '') => {
    const { body } = await operator.look(`/audit?${query}`);
    return listAudit.reply.parse(body);
  };
  async function readAll(limit: number): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { items, nextCursor } = await page(`limit=${limit}${cursor && `&cursor=${cursor}`}`);
      entries.push(...items);
      cursor = nextCursor;
    }
    return entries;
  }

  it('has everything, wherever it was done, the newest first, on pages of any size', async () => {
    const { auctionId } = await addAuction(api.deps.db);
    const { userId } = await addPersonWithToken(api.deps);
    const order = await openTestOrder(api.deps.db);
    const { token } = operator;
    await operator.done(`/auctions/${auctionId}/hide`);
    await operator.done(`/users/${userId}/block`);
    // Several things at one moment, and then some later.
    nowMs += 1_000;
    await operator.done(`/auctions/${auctionId}/cancel`);
    await operator.done(`/auctions/${auctionId}/unhide`);
    await operator.done('/jobs/write-views/run');
    await api.call('PATCH', '/till/terms', { token, body: { terms: { feeBp: 600 }, reason: 'a' } });
    await api.deps.db.transaction(async (tx) => {
      const happened = { orderId: order.orderId, event: 'cancel', reason: 'b', nowMs };
      const states = { from: 'paid', to: 'cancelled' } as const;
      const who = { actor: 'operator', actorId: operator.userId } as const;
      await writeOrderEvent(tx, { ...happened, ...states, ...who });
      await writeOrderEvent(tx, { ...happened, ...states, actor: 'system' });
    });
    nowMs += 1_000;
    const body = { name: '시계', reason: 'c' };
    await api.call('POST', '/categories', { token, body });
    const entries = await readAll(100);
    expect(entries.map(({ kind }) => kind).slice(0, 1)).to.deep.equal(['add-category']);
    expect(entries.map(({ kind }) => kind).slice(1, 3)).to.have.members(['cancel', 'run-job']);
    expect(entries.map(({ kind }) => kind).slice(3, 6)).to.deep.equal([
      ...['unhide', 'order:cancel', 'set-terms'],
    ]);
    expect(entries.map(({ kind }) => kind).slice(6)).to.have.members(['hide', 'block']);
    for (const limit of [1, 2, 3]) expect(await readAll(limit)).to.deep.equal(entries);
    const named = Object.fromEntries(entries.map((entry) => [entry.kind, entry]));
    expect(named['cancel']).to.include({ auctionId, name: '시험용 경매', state: 'waiting' });
    expect(named['cancel']).to.include({ reason: REASON, operator: operator.userId.slice(0, 18) });
    expect(named['order:cancel']).to.include({ orderId: order.orderId, reason: 'b' });
    expect(named['set-terms']).to.include({ reason: 'a', state: 'done' });
    expect(named['add-category']).to.include({ name: '시계', reason: 'c' });
    expect(named['block']).to.include({ userId, name: userId.slice(0, 18) });
    expect(named['run-job']).to.include({ job: 'write-views', state: 'waiting' });
  });

  it('tells what the keeper did for a task as the task, and what was refused as that', async () => {
    const { auctionId } = await addAuction(api.deps.db);
    const taskId = randomUUID();
    const word = { operator: 'yuna', reason: 'x', operatorId: operator.userId };
    const task = { taskId, kind: 'cancel' as const, subject: auctionId, askedAtMs: nowMs };
    await api.deps.db.insert(operatorTasks).values({ ...task, ...word, state: 'done' });
    const action = { auctionId, action: 'cancel', actedAtMs: nowMs, detail: '{"done":true}' };
    const refused = { actionId: 'by-hand', detail: '{"refused":"CLOSED"}' };
    await api.deps.db.insert(operatorActions).values([
      { ...action, ...word, actionId: taskId },
      { ...action, ...word, ...refused },
    ]);
    const { items } = await page();
    const of = items.filter((item) => item.auctionId === auctionId);
    expect(of.map(({ entryId, state }) => [entryId, state])).to.deep.equal([
      [`task:${taskId}`, 'done'],
      ['action:by-hand', 'failed'],
    ]);
  });
});
