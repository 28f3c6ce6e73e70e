import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pushes } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';
import { addAuction, openTestConnections } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { addBrowser } from '@sagopalgo/core/testing/told-person.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { markChanged, URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
import { takeStock } from './take-stock.ts';
import type { Stock } from './take-stock.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('taking stock', () => {
  const nowMs = Date.now();
  let own: OwnDatabase;
  let redis: TestConnections;
  before(async () => {
    own = await openOwnDatabase();
    redis = await openTestConnections();
  });
  after(async () => {
    await redis.end();
    await own.end();
  });

  const stock = (names: string[] = []): Promise<Stock> =>
    takeStock({ db: own.db, redis: redis.redis, now: () => nowMs }, names);

  it('counts auctions by state, and of those that are over the ones of the last day', async () => {
    await addAuction(own.db, { state: 'scheduled', opensAtMs: nowMs + DAY_MS });
    await addAuction(own.db, { state: 'live' });
    await addAuction(own.db, { state: 'live' });
    await addAuction(own.db, { state: 'sold', closesAtMs: nowMs - MINUTE_MS });
    await addAuction(own.db, { state: 'sold', closesAtMs: nowMs - 2 * DAY_MS });
    const counted = (await stock()).auctions;
    expect(counted).to.deep.equal({ scheduled: 1, live: 2, sold: 1, unsold: 0, cancelled: 0 });
  });

  it('tells what was not opened or settled a minute after its time, but for what is interrupted', async () => {
    await own.db.delete(auctions);
    const late = { opensAtMs: nowMs - 2 * MINUTE_MS, closesAtMs: nowMs + MINUTE_MS };
    await addAuction(own.db, { ...late, state: 'scheduled' });
    await addAuction(own.db, { ...late, state: 'live' });
    await addAuction(own.db, { ...late, state: 'scheduled', opensAtMs: nowMs - MINUTE_MS / 2 });
    expect((await stock()).overdue).to.deep.equal({ opening: 1, closing: 0 });
    const over = { ...late, state: 'live' as const, closesAtMs: nowMs - 2 * MINUTE_MS };
    await addAuction(own.db, over);
    await addAuction(own.db, { ...over, interruptedAtMs: nowMs - 3 * MINUTE_MS });
    await addAuction(own.db, { ...over, closesAtMs: nowMs - MINUTE_MS / 2 });
    await addAuction(own.db, { ...over, state: 'unsold' });
    expect((await stock()).overdue).to.deep.equal({ opening: 1, closing: 1 });
  });

  it('counts orders by state, and of those at their end the ones of the last day', async () => {
    const longAgo = { stateAtMs: nowMs - 2 * DAY_MS };
    await addOrder(own.db, { state: 'disputed', ...longAgo });
    await addOrder(own.db, { state: 'awaiting_payment' });
    await addOrder(own.db, { state: 'expired' });
    await addOrder(own.db, { state: 'expired', ...longAgo });
    await addOrder(own.db, { state: 'paid_out', ...longAgo });
    const { orders } = await stock();
    expect(orders).to.include({ disputed: 1, awaiting_payment: 1, expired: 1, paid_out: 0 });
    expect(Object.keys(orders)).to.have.length(12);
  });

  it('tells for each index how long what is of any hurry has waited, and what it did not take', async () => {
    const names = ['embedded', 'elasticsearch'];
    expect((await stock(names)).searchLagMs).to.deep.equal({ embedded: 0, elasticsearch: 0 });
    const queued = { mark: randomUUID(), urgency: URGENCY.standing };
    const waiting = (indexName: string, forMs: number, more = {}) => ({
      ...{ ...queued, indexName, auctionId: randomUUID(), changedAtMs: nowMs - forMs, ...more },
    });
    await own.db
      .insert(searchQueues)
      .values([
        waiting('elasticsearch', 9_000),
        waiting('elasticsearch', 4_000),
        waiting('elasticsearch', 90_000, { urgency: URGENCY.backlog }),
        waiting('embedded', 80_000, { faultyAtMs: nowMs - 80_000 }),
        waiting('gone', 70_000),
      ]);
    const first = await stock(names);
    expect(first.searchLagMs).to.deep.equal({ embedded: 0, elasticsearch: 9_000 });
    expect(first.searchSetAside).to.deep.equal({ embedded: 1, elasticsearch: 0 });
    // What has not been handed out waits for all of them.
    await own.db.transaction((tx) => markChanged(tx, randomUUID(), nowMs - 12_000));
    const then = await stock(names);
    expect(then.searchLagMs).to.deep.equal({ embedded: 12_000, elasticsearch: 12_000 });
  });

  it('tells how many pushes wait, and how long one has that could have been sent', async () => {
    expect((await stock()).pushes).to.deep.equal({ waiting: 0, lagMs: 0 });
    const free = await addBrowser(own.db, 'kim', { nextTryAtMs: nowMs - 3_000 });
    const refused = await addBrowser(own.db, 'kim', { nextTryAtMs: nowMs + 1 });
    const times = { goodUntilMs: nowMs + DAY_MS, createdAtMs: 1 };
    const push = (noticeNumber: number, subscriptionId: string, dueAtMs: number | null) => ({
      ...{ noticeNumber, subscriptionId, dueAtMs, ...times },
    });
    await own.db
      .insert(pushes)
      .values([
        push(1, refused, nowMs - 90_000),
        push(1, free, null),
        push(2, free, nowMs + DAY_MS),
      ]);
    expect((await stock()).pushes).to.deep.equal({ waiting: 2, lagMs: 0 });
    await own.db
      .insert(pushes)
      .values([push(3, free, nowMs - 9_000), push(4, free, nowMs - 2_000)]);
    expect((await stock()).pushes).to.deep.equal({ waiting: 4, lagMs: 3_000 });
  });

  it('tells how the stores are, as they say it themselves', async () => {
    await redis.redis.eval('return 1', 0);
    const before = await stock();
    await redis.redis.eval('return 1', 0);
    await own.db.$count(auctions);
    const after = await stock();
    expect(before.redis).to.include({ isFileFailing: false });
    expect(before.redis.masters).to.be.at.least(1);
    for (const name of ['memoryBytes', 'clients', 'scriptSeconds'] as const) {
      expect(before.redis[name], name).to.be.greaterThan(0);
    }
    expect(before.redis.memoryUsedRatio).to.be.within(0.000_001, 1);
    expect(after.redis.scriptCalls).to.be.greaterThan(before.redis.scriptCalls);
    expect(before.mysql.connections).to.be.at.least(1);
    expect(after.mysql.statements).to.be.greaterThan(before.mysql.statements);
    expect(Object.values(after.mysql).filter(Number.isNaN)).to.deep.equal([]);
  });
});
