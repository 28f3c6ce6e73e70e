import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { noticeMarks, notices, pushes } from '@sagopalgo/core/mysql/notice-schema.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { endLambdaConnections } from '../connections.ts';
import { clearNotices } from './clear-notices.ts';
import { handler } from './handler.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_800_000_000_000;

describe('clearing what people were told long ago', () => {
  let own: OwnDatabase;
  before(async () => {
    own = await openOwnDatabase();
  });
  beforeEach(async () => {
    for (const table of [notices, pushes, noticeMarks]) await own.db.delete(table);
  });
  after(async () => {
    await endLambdaConnections();
    await own.end();
  });

  const clear = (bounds = {}) => clearNotices({ db: own.db, now: () => NOW_MS }, bounds);
  const notice = (createdAtMs: number, handOutAtMs: number | null = null) =>
    own.db.insert(notices).values({
      ...{ noticeId: randomUUID(), userId: 'kim', kind: 'lost', causeKey: randomUUID() },
      ...{ detail: {}, createdAtMs, happenedAtMs: createdAtMs, handOutAtMs },
    });
  const push = (createdAtMs: number) =>
    own.db.insert(pushes).values({
      ...{ noticeNumber: createdAtMs, subscriptionId: 'one', goodUntilMs: 1, createdAtMs },
    });

  it('takes notices of half a year ago that were handed out, and pushes of a week ago', async () => {
    await notice(NOW_MS - 180 * DAY_MS - 1);
    await notice(NOW_MS - 180 * DAY_MS - 1, 1);
    await notice(NOW_MS - 180 * DAY_MS);
    await push(NOW_MS - 7 * DAY_MS - 1);
    await push(NOW_MS - 7 * DAY_MS);
    const cleared = { notices: 1, pushes: 1, marks: 0, isAll: true };
    expect(await clear()).to.deep.equal(cleared);
    expect(await own.db.$count(notices)).to.equal(2);
    expect(await own.db.$count(pushes)).to.equal(1);
  });

  it('takes how far an auction had come once it is long settled and all were told', async () => {
    const settledAtMs = NOW_MS - 8 * DAY_MS;
    const done = await addAuction(own.db, { state: 'sold', settledAtMs });
    const open = await addAuction(own.db);
    const untold = await addAuction(own.db, { state: 'sold', settledAtMs });
    const recent = await addAuction(own.db, { state: 'sold', settledAtMs: NOW_MS - DAY_MS });
    const all = [done, open, untold, recent].map(({ auctionId }) => ({
      auctionId,
      endedAtMs: null,
    }));
    await own.db
      .insert(noticeMarks)
      .values(
        all.map((mark) => (mark.auctionId === untold.auctionId ? { ...mark, endedAtMs: 1 } : mark)),
      );
    expect(await clear()).to.include({ marks: 1 });
    const left = await own.db.select({ auctionId: noticeMarks.auctionId }).from(noticeMarks);
    expect(left.map(({ auctionId }) => auctionId)).not.to.include(done.auctionId);
  });

  it('goes on where its bound stopped it', async () => {
    for (const _ of [1, 2, 3]) await notice(1);
    expect(await clear({ rowsABatch: 1, batchesMax: 2 })).to.include({ notices: 2, isAll: false });
    expect(await clear()).to.include({ notices: 1, isAll: true });
  });

  it('is woken by its schedule', async () => {
    await handler();
    expect(await own.db.$count(notices)).to.equal(0);
  });
});
