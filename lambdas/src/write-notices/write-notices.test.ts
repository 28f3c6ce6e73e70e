import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { noticeMarks, notices, outbidMarks } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { noticeWords } from '@sagopalgo/core/rules/notice-words.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { noticesOf } from '@sagopalgo/core/testing/told-person.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { handler } from './handler.ts';
import { recordBid, settle } from './testing.ts';
import { tellOutbid } from './tell-outbid.ts';
import { writeEnding } from './write-ending.ts';
import { writeLost } from './write-lost.ts';
import { writeNotices } from './write-notices.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

describe('writing notices of what the record says', () => {
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let aheadMs: number;
  const now = () => Date.now() + aheadMs;
  const write = () => writeNotices({ ...shared, db: own.db, now });
  before(async () => {
    shared = await openLambdaConnections();
    own = await openOwnDatabase();
  });
  beforeEach(async () => {
    aheadMs = 0;
    for (const table of [
      notices,
      noticeMarks,
      outbidMarks,
      watchlistItems,
      orders,
      auctions,
      bids,
    ]) {
      await own.db.delete(table);
    }
  });
  after(async () => {
    await endLambdaConnections();
    await shared.end();
    await own.end();
  });

  const bid = (auction: AuctionRow, leaderId: string) => recordBid(own.db, auction, leaderId);
  const outbid = (userId: string) => noticesOf(own.db, userId, 'outbid');

  it('tells all who lost, batch by batch, and puts away that they were outbid', async () => {
    const auction = await addAuction(own.db, { title: '청자' });
    const people = ['a', 'b', 'c', 'd', 'e'];
    for (const person of people) await bid(auction, person);
    await write();
    await settle(own.db, auction, 'sold');
    const runs = await Promise.all([1, 2].map(() => writeLost({ db: own.db, now }, 2)));
    await writeLost({ db: own.db, now }, 2);
    expect(runs.reduce((sum, told) => sum + told, 0)).to.be.at.most(4);
    expect(await write()).to.include({ outbid: 0, putAway: 1 });
    for (const person of ['a', 'b', 'c', 'd']) {
      const [lost, ...more] = await noticesOf(own.db, person, 'lost');
      expect(more, person).to.deep.equal([]);
      expect(lost?.detail, person).to.deep.equal({ outcome: 'sold', amountKrw: 1500 });
      expect((await outbid(person))[0]?.readAtMs, person).to.be.a('number');
    }
    expect(await noticesOf(own.db, 'e', 'lost')).to.deep.equal([]);
  });

  it('goes on from where the version before has come to, and tells it how far it has come', async () => {
    const auction = await addAuction(own.db);
    for (const person of ['a', 'b']) await bid(auction, person);
    await own.db.insert(noticeMarks).values({ auctionId: auction.auctionId, outbidSeq: 2 });
    expect(await write()).to.include({ outbid: 0 });
    expect(await outbid('a')).to.deep.equal([]);
    await bid(auction, 'a');
    expect(await write()).to.include({ outbid: 1 });
    expect(await outbid('b')).to.have.length(1);
    const [mark] = await own.db.select().from(noticeMarks);
    expect(mark).to.include({ outbidSeq: 3, endedAtMs: null });
    const other = await addAuction(own.db);
    for (const person of ['c', 'd']) await bid(other, person);
    await write();
    const isOther = eq(noticeMarks.auctionId, other.auctionId);
    const [made] = await own.db.select().from(noticeMarks).where(isOther);
    expect(made?.outbidSeq).to.equal(2);
  });

  it('leaves as it is what was told before by a mark that was lost', async () => {
    const auction = await addAuction(own.db);
    const seen = async () =>
      (await outbid('a')).map(({ count, readAtMs }) => [count, readAtMs === null]);
    for (const told of [
      [[1, true]],
      [
        [1, false],
        [1, true],
      ],
    ]) {
      for (const person of ['a', 'b']) await bid(auction, person);
      await write();
      await own.db.update(notices).set({ handOutAtMs: null });
      expect(await seen()).to.deep.equal(told);
      for (const table of [outbidMarks, noticeMarks]) await own.db.delete(table);
      await write();
      expect(await seen()).to.deep.equal(told);
    }
    const { auctionId, closesAtMs } = auction;
    const news = { auctionId, userId: 'a', seq: 2, times: 1, amountKrw: 1, closesAtMs };
    await own.db.transaction((tx) => tellOutbid(tx, news, now()));
    expect(await seen()).to.deep.equal([
      [1, false],
      [1, true],
    ]);
  });

  it('tells the last leader as well of what nobody has won', async () => {
    const auction = await addAuction(own.db);
    await bid(auction, 'a');
    await settle(own.db, auction, 'unsold');
    await write();
    const [lost] = await noticesOf(own.db, 'a', 'lost');
    expect(lost?.detail).to.deep.equal({ outcome: 'unsold' });
  });

  const watch = (userId: string, { auctionId }: AuctionRow, createdAtMs = 1) =>
    own.db.insert(watchlistItems).values({ userId, auctionId, createdAtMs });
  const closingIn = (ms: number, given: Partial<AuctionRow> = {}) =>
    addAuction(own.db, { closesAtMs: Date.now() + ms, ...given });

  it('makes one notice of all that a person watches and that ends at about the same time', async () => {
    const slotMs = 10 * MINUTE_MS;
    const closesAtMs = Math.ceil((Date.now() + MINUTE_MS) / slotMs) * slotMs;
    aheadMs = closesAtMs - Date.now() - 5 * MINUTE_MS;
    const all = [];
    for (const title of ['청자', '백자', '시계']) {
      all.push(await closingIn(closesAtMs - Date.now(), { title, opensAtMs: 1 }));
    }
    for (const auction of all) await watch('a', auction);
    await watch('b', await closingIn(closesAtMs - Date.now(), { opensAtMs: 1 }));
    expect(await writeEnding({ db: own.db, now }, { itemsABatch: 2 })).to.equal(4);
    expect(await write()).to.include({ ending: 0 });
    const [told, ...others] = await noticesOf(own.db, 'a', 'ending');
    expect(others).to.deep.equal([]);
    const { count = 0, detail = {} } = told ?? {};
    const facts = { kind: 'ending' as const, auctionId: 'x', orderId: null, title: '청자' };
    expect(noticeWords({ ...facts, count, detail }).text).to.match(/^‘청자’ 외 2개 · \d\d:\d0쯤/);
    expect((await noticesOf(own.db, 'b', 'ending'))[0]?.count).to.equal(1);
  });

  it('tells nobody of what closes later, is over, stands still, is hidden, or is watched since just now', async () => {
    const soon = { opensAtMs: 1 };
    for (const auction of [
      await closingIn(11 * MINUTE_MS),
      await closingIn(-1),
      await closingIn(MINUTE_MS, { ...soon, interruptedAtMs: 1 }),
      await closingIn(MINUTE_MS, { ...soon, hiddenAtMs: 1 }),
      await closingIn(MINUTE_MS, { ...soon, state: 'cancelled' }),
      await closingIn(MINUTE_MS, { opensAtMs: Date.now() + 30_000 }),
    ]) {
      await watch('a', auction);
    }
    await watch('a', await closingIn(MINUTE_MS, soon), Date.now());
    expect(await write()).to.include({ ending: 0 });
  });

  it('calls to mind what has to be paid within hours, and again when there is more time', async () => {
    const payByMs = Date.now() + 5 * HOUR_MS;
    const createdAtMs = Date.now() - 2 * HOUR_MS;
    const { orderId } = await addOrder(own.db, { buyerId: 'a', payByMs, createdAtMs });
    await addOrder(own.db, { buyerId: 'a', payByMs, createdAtMs, state: 'paying' });
    await addOrder(own.db, { buyerId: 'a', payByMs, createdAtMs, state: 'paid' });
    await addOrder(own.db, { buyerId: 'a', payByMs: payByMs + 2 * HOUR_MS, createdAtMs });
    await addOrder(own.db, { buyerId: 'a', payByMs });
    await Promise.all([write(), write()]);
    const told = await noticesOf(own.db, 'a', 'pay-by');
    expect(told.map((notice) => notice.orderId)).to.deep.equal([orderId]);
    const later = { payByMs: payByMs + 30 * MINUTE_MS };
    await own.db.update(orders).set(later).where(eq(orders.orderId, orderId));
    await write();
    expect(await noticesOf(own.db, 'a', 'pay-by')).to.have.length(2);
  });

  it('is woken by its schedule', async () => {
    await handler();
    expect(await own.db.$count(notices)).to.equal(0);
  });
});
