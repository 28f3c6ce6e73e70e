import { expect } from 'chai';
import type { MySqlTransactionConfig } from 'drizzle-orm/mysql-core';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { noticeMarks, notices, outbidMarks, pushes } from '@sagopalgo/core/mysql/notice-schema.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { addToldPerson, noticesOf, toldHow } from '@sagopalgo/core/testing/told-person.ts';
import { handOutNotices } from './hand-out-notices/hand-out-notices.ts';
import { openLambdaConnections } from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';
import { putAwayEnded } from './write-notices/put-away-ended.ts';
import { recordBid, settle } from './write-notices/testing.ts';
import { writeLost } from './write-notices/write-lost.ts';
import { writeOutbid } from './write-notices/write-outbid.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

describe('telling of being outbid', () => {
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let nowMs: number;
  let auction: AuctionRow;
  let person: string;
  before(async () => {
    shared = await openLambdaConnections();
    own = await openOwnDatabase();
  });
  beforeEach(async () => {
    nowMs = Date.now();
    for (const table of [notices, outbidMarks, noticeMarks, pushes, mailOutbox, auctions, bids]) {
      await own.db.delete(table);
    }
    auction = await addAuction(own.db, { closesAtMs: Date.now() + 4 * HOUR_MS });
    person = await addToldPerson(own.db);
  });
  after(async () => {
    await shared.end();
    await own.end();
  });

  const now = () => nowMs;
  const write = (given = {}) => writeOutbid({ ...shared, db: own.db, now }, given);
  const putAway = (peopleABatch?: number) =>
    putAwayEnded({ ...shared, db: own.db, now }, peopleABatch);
  const handOut = () =>
    handOutNotices({ ...shared, db: own.db, now, pageOrigin: 'https://sagopalgo.test' });
  const bid = (leaderId: string, bidderId = leaderId) =>
    recordBid(own.db, auction, leaderId, bidderId);
  const told = () => noticesOf(own.db, person, 'outbid');
  const rung = async () => {
    const { mails, pushes } = await toldHow(own.db, person, 'outbid');
    return [mails, pushes];
  };
  /** The record, where something happens before the work of each transaction, or after it and before its end. */
  const inTurn = ({ first, last }: { first?: () => Promise<void>; last?: () => Promise<void> }) =>
    Object.assign(Object.create(own.db) as Db, {
      transaction: async (work: (tx: Tx) => Promise<unknown>, config: MySqlTransactionConfig) => {
        await first?.();
        const heldOpen = async (tx: Tx): Promise<unknown> => {
          const result = await work(tx);
          await last?.();
          return result;
        };
        return await own.db.transaction(heldOpen, config);
      },
    });
  /** Time passes, and somebody overtakes the person once more, who has bid anew. */
  async function outbidAfter(ms: number): Promise<void> {
    nowMs += ms;
    await bid(person);
    await bid('rival');
    await write();
    await handOut();
  }

  it('makes one notice of a burst of bids, with how often it was, and what the price is', async () => {
    for (const leader of [person, 'b', person, 'b', person, 'b']) await bid(leader);
    expect(await write()).to.equal(1);
    const [first, ...others] = await told();
    expect(others).to.deep.equal([]);
    expect(first).to.include({ readAtMs: null, count: 3 });
    expect(first?.detail).to.deep.equal({ amountKrw: 1600, byMs: auction.closesAtMs });
    expect(await noticesOf(own.db, 'b', 'outbid')).to.deep.equal([]);
  });

  it('rings again hours later for whoever bid anew, though the first was never read', async () => {
    await outbidAfter(0);
    expect(await rung()).to.deep.equal([1, 1]);
    await outbidAfter(3 * HOUR_MS);
    expect(await rung()).to.deep.equal([2, 2]);
    expect((await told()).map(({ readAtMs }) => readAtMs === null)).to.deep.equal([false, true]);
  });

  it('gathers what comes within the minute, tells of it at once, and rings when it has been', async () => {
    await outbidAfter(0);
    await outbidAfter(10 * SECOND_MS);
    await outbidAfter(10 * SECOND_MS);
    expect(await rung()).to.deep.equal([1, 1]);
    const [first, gathered, ...others] = await told();
    expect(others).to.deep.equal([]);
    expect(first?.readAtMs).to.be.a('number');
    expect(gathered).to.include({ readAtMs: null, count: 2 });
    nowMs += 20 * SECOND_MS;
    await Promise.all([handOut(), handOut()]);
    await handOut();
    expect(await rung()).to.deep.equal([2, 2]);
  });

  it('rings half a minute apart however fast a war goes, and for its last bid as well', async () => {
    for (let bids = 0; bids < 14; bids += 1) await outbidAfter(10 * SECOND_MS);
    // The first, those of half a minute each, and one that has yet to ring.
    expect((await told()).map(({ count }) => count)).to.deep.equal([1, 4, 4, 4, 1]);
    expect(await rung()).to.deep.equal([4, 4]);
    nowMs += 30 * SECOND_MS;
    await handOut();
    expect(await rung()).to.deep.equal([5, 5]);
  });

  it('gathers for no longer than half of what is left until the closing', async () => {
    nowMs = auction.closesAtMs - 20 * SECOND_MS;
    await outbidAfter(0);
    await outbidAfter(2 * SECOND_MS);
    const [, gathered] = await told();
    expect(gathered?.ringAtMs).to.equal(auction.closesAtMs - 9 * SECOND_MS);
  });

  it('does not ring for whoever leads again, or has read of it, before it was gathered', async () => {
    await outbidAfter(0);
    await outbidAfter(SECOND_MS);
    await bid(person);
    await write();
    nowMs += HOUR_MS;
    await handOut();
    expect(await rung()).to.deep.equal([1, 1]);
    expect((await told()).every(({ readAtMs }) => readAtMs !== null)).to.equal(true);
    await outbidAfter(0);
    await outbidAfter(SECOND_MS);
    await own.db.update(notices).set({ readAtMs: 1 });
    nowMs += HOUR_MS;
    await handOut();
    expect(await rung()).to.deep.equal([2, 2]);
  });

  it('rings once for each time, by several runs at once and after runs that broke off', async () => {
    await bid(person);
    await bid('rival');
    let looks = 0;
    const cutOff = (): number => {
      looks += 1;
      if (looks > 2) throw new Error('cut off');
      return now();
    };
    const cut = await writeOutbid({ ...shared, db: own.db, now: cutOff }).catch(String);
    expect(cut).to.include('1 of 1 failed');
    expect(await told()).to.deep.equal([]);
    const runs = await Promise.all([write(), write(), write()]);
    expect(runs.reduce((sum, people) => sum + people, 0)).to.equal(1);
    await Promise.all([handOut(), handOut()]);
    await write();
    await handOut();
    expect(await rung()).to.deep.equal([1, 1]);
    expect((await told()).map(({ count }) => count)).to.deep.equal([1]);
  });

  it('begins with the auctions that were seen to longest ago', async () => {
    const [other, third] = [await addAuction(own.db), await addAuction(own.db)];
    const seen = async () => {
      const rows = await own.db.select().from(outbidMarks).orderBy(outbidMarks.seenAtMs);
      return rows.filter(({ seq }) => seq > 0).map(({ auctionId }) => auctionId);
    };
    const order = [auction, third, other];
    for (const each of order) {
      await recordBid(own.db, each, 'a');
      nowMs += SECOND_MS;
      await write();
    }
    // All go on all the time, and a run gets to one of them.
    for (const [index] of order.entries()) {
      for (const each of order) await recordBid(own.db, each, 'b');
      nowMs += SECOND_MS;
      await write({ auctionsARun: 1 });
      expect((await seen()).at(-1)).to.equal(order[index]?.auctionId);
    }
  });

  it('holds up no closing and nobody who lost while it is slow, and leaves nothing unread', async () => {
    await outbidAfter(0);
    await bid(person);
    await bid('rival');
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const slow = writeOutbid({
      ...shared,
      db: inTurn({
        last: () => {
          begin();
          return held;
        },
      }),
      now,
    });
    await begun;
    await settle(own.db, auction, 'sold');
    expect(await writeLost({ db: own.db, now })).to.equal(1);
    expect(await handOut()).to.include({ notices: 1 });
    expect(await putAway()).to.equal(0);
    letGo();
    expect(await slow).to.equal(1);
    expect(await toldHow(own.db, person, 'lost')).to.include({ notices: 1, pushes: 1 });
    expect((await told()).at(-1)?.readAtMs).to.equal(null);
    const runs = await Promise.all([1, 2].map(() => putAway(1)));
    expect(runs.reduce((sum, done) => sum + done, 0)).to.be.at.most(1);
    await putAway(1);
    expect((await told()).at(-1)?.readAtMs).to.be.a('number');
    expect(await own.db.$count(outbidMarks)).to.equal(0);
  });

  it('tells the windows of whoever leads again, or can bid no more, how many are left unread', async () => {
    const ear = await overhear(personChannel(person));
    await outbidAfter(0);
    await bid(person);
    await write();
    await outbidAfter(2 * HOUR_MS);
    await settle(own.db, auction, 'unsold');
    await putAway();
    await write();
    await putAway();
    const data = (await ear.heard(4)).map((message) => {
      const heard = readPersonMessage(message);
      return heard && 'told' in heard ? heard.told[0]?.data : null;
    });
    ear.leave();
    const fewer = { noticeId: null, kind: null, unread: 0 };
    expect([data[1], data[3]]).to.deep.equal([fewer, fewer]);
    expect(data[2]).to.include({ kind: 'outbid', unread: 1 });
    expect(data).to.have.length(4);
  });

  it('tells nobody of an auction that is settled before its turn', async () => {
    await bid(person);
    await bid('rival');
    const first = () => settle(own.db, auction, 'sold');
    expect(await writeOutbid({ ...shared, db: inTurn({ first }), now })).to.equal(0);
    expect(await told()).to.deep.equal([]);
    expect(await putAway()).to.equal(1);
    expect(await write()).to.equal(0);
  });

  it('passes by an auction that fails, and sees to it with the next run', async () => {
    await bid(person);
    await bid('rival');
    const other = await addAuction(own.db);
    for (const leader of ['a', person]) await recordBid(own.db, other, leader);
    let turns = 0;
    const failing = async (): Promise<void> => {
      turns += 1;
      if (turns === 1) throw new Error('cut off');
    };
    const run = writeOutbid({ ...shared, db: inTurn({ first: failing }), now });
    expect(await run.catch(String)).to.include('1 of 2 failed');
    expect(await own.db.$count(notices)).to.equal(1);
    expect(await write()).to.equal(1);
    expect(await own.db.$count(notices)).to.equal(2);
  });
});
