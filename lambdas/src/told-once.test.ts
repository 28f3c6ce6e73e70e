import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { notices } from '@sagopalgo/core/mysql/notice-schema.ts';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { secondChanceConsents } from '@sagopalgo/core/mysql/till-schema.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { rowTransaction } from '@sagopalgo/core/mysql/row-transaction.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { NOTICE_KINDS } from '@sagopalgo/core/rules/notice-kinds.ts';
import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import type { OrderActor, OrderMove } from '@sagopalgo/core/rules/order-states.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { addToldPerson, toldHow } from '@sagopalgo/core/testing/told-person.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { settleAuction } from './close-auctions/settle-auction.ts';
import { handOutNotices } from './hand-out-notices/hand-out-notices.ts';
import { letTimeRunOut, listedAuction, openLambdaConnections, place } from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';
import { writeNotices } from './write-notices/write-notices.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Makes what is to be told of happen to somebody; what it returns is the cause, as it may come again. */
type Cause = (userId: string) => Promise<() => Promise<unknown>>;

describe('every kind of notice', () => {
  let own: OwnDatabase;
  let connections: LambdaTestConnections;
  let shared: LambdaTestConnections;
  before(async () => {
    shared = await openLambdaConnections();
    own = await openOwnDatabase();
    connections = { ...shared, db: own.db };
  });
  after(async () => {
    await shared.end();
    await own.end();
  });

  const handOut = () => handOutNotices({ ...connections, pageOrigin: 'https://sagopalgo.test' });
  const write = () => writeNotices(connections);

  /** An auction in the record, on which these people bid one after the other, each leading then. */
  async function bidOn(bidderIds: string[]): Promise<string> {
    const { length } = bidderIds;
    const standing = { recordedSeq: length, bidCount: length, priceKrw: 2000 };
    const auction = await addAuction(own.db, standing);
    const { auctionId, closesAtMs } = auction;
    await own.db.insert(bids).values(
      bidderIds.map((bidderId, index) => ({
        ...{ auctionId, seq: index + 1, raise: 0, epoch: 1, bidderId, bidId: randomUUID() },
        ...{ ordinal: index + 1, kind: 'exact' as const, amountKrw: 2000, ownMaxKrw: 2000 },
        ...{ outcome: 'leading' as const, priceKrw: 2000, leaderId: bidderId, leaderAlias: 'a' },
        ...{ acceptedAtMs: Date.now(), closesAtMs },
      })),
    );
    return auctionId;
  }

  /** An auction that has been bid on in Redis, and whose time is up; settling it is the cause. */
  async function runOut(bidderIds: string[]): Promise<() => Promise<unknown>> {
    const { auctionId } = await listedAuction(connections);
    for (const [index, bidderId] of bidderIds.entries()) {
      const amountKrw = 1000 + index * 1000;
      await place(connections, auctionId, bidderId, { kind: 'exact', amountKrw, confirmed: true });
    }
    await letTimeRunOut(connections, auctionId);
    return () => settleAuction(connections, auctionId);
  }

  async function moved(
    given: Parameters<typeof addOrder>[1],
    move: OrderMove,
    actor: OrderActor,
  ): Promise<() => Promise<unknown>> {
    const { orderId } = await addOrder(own.db, given);
    const word = { actor, reason: '시험', nowMs: Date.now() };
    return () => rowTransaction(own.db, (tx) => moveOrder(tx, orderId, move, word));
  }

  const put = (userId: string, kind: NoticeKind) => () =>
    own.db.transaction((tx) =>
      putNotice(tx, { userId, kind, causeKey: 'one', auctionId: 'some-auction' }, Date.now()),
    );

  const CAUSES: Record<NoticeKind, Cause> = {
    outbid: async (userId) => {
      await bidOn([userId, randomUUID()]);
      return write;
    },
    ending: async (userId) => {
      const closesAtMs = Date.now() + 5 * MINUTE_MS;
      const { auctionId } = await addAuction(own.db, { closesAtMs });
      await own.db.insert(watchlistItems).values({ userId, auctionId, createdAtMs: 1 });
      return write;
    },
    won: (userId) => runOut([randomUUID(), userId]),
    lost: async (userId) => {
      const settle = await runOut([userId, randomUUID()]);
      return async () => {
        await settle();
        await write();
      };
    },
    'pay-by': async (userId) => {
      const nowMs = Date.now();
      const createdAtMs = nowMs - 2 * HOUR_MS;
      await addOrder(own.db, { buyerId: userId, createdAtMs, payByMs: nowMs + 3 * HOUR_MS });
      return write;
    },
    paid: (userId) => moved({ sellerId: userId }, 'pay', 'system'),
    shipped: (userId) => moved({ buyerId: userId, state: 'paid' }, 'ship', 'seller'),
    dispute: (userId) => moved({ sellerId: userId, state: 'shipped' }, 'dispute', 'buyer'),
    question: async (userId) => put(userId, 'question'),
    answer: async (userId) => put(userId, 'answer'),
    'second-chance': async (userId) => {
      const bidderIds = [userId, randomUUID()];
      const order = { state: 'expired' as const };
      const { auctionId } = await addUnpaidAuction(own.db, [2000, 9000], { order, bidderIds });
      const consent = { bidderId: userId, isGiven: true, changedAtMs: 1 };
      await own.db.insert(secondChanceConsents).values({ auctionId, ...consent });
      return () => passOn(connections, auctionId);
    },
  };

  for (const kind of NOTICE_KINDS) {
    it(`is sent exactly once when its cause is retried: ${kind}`, async () => {
      const userId = await addToldPerson(own.db);
      const cause = await CAUSES[kind](userId);
      await Promise.allSettled([cause(), cause()]);
      await cause();
      await own.db.update(notices).set({ handOutAtMs: 1 });
      await Promise.all([handOut(), handOut()]);
      await cause();
      await handOut();
      const once = { notices: 1, mails: 1, pushes: 1 };
      expect(await toldHow(own.db, userId, kind)).to.deep.equal(once);
    });
  }

  it('is sent by nobody when what it is about was rolled back', async () => {
    const userId = await addToldPerson(own.db);
    const broken = own.db.transaction(async (tx) => {
      await putNotice(tx, { userId, kind: 'answer', causeKey: 'gone' }, Date.now());
      throw new Error('something else went wrong');
    });
    expect(await broken.catch((error: Error) => error.message)).to.include('went wrong');
    await handOut();
    const never = { notices: 0, mails: 0, pushes: 0 };
    expect(await toldHow(own.db, userId, 'answer')).to.deep.equal(never);
  });
});
