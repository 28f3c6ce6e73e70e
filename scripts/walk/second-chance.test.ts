import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, inArray } from 'drizzle-orm';
import { expect } from 'chai';
import {
  offers,
  orders,
  paymentDefaults,
  secondChanceConsents,
} from '@sagopalgo/core/mysql/till-schema.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { ask, bid, crowd, logIn } from './people.ts';
import type { Caller } from './people.ts';
import { watch } from './watcher.ts';
import type { Watcher } from './watcher.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const SWEEPER = fileURLToPath(new URL('sweeper.ts', import.meta.url));
const SELLER = { email: 'seller4@demo.test', password: 'demo-password' };
const DAY_MS = 86_400_000;
/** However busy the machine is. */
const BUSY_MS = 60_000;
const MEETINGS = 10;
const MEETS_AFTER_MS = 150;

interface Offer {
  offerId: string;
  state: string;
  amountKrw: number;
  orderId: string | null;
}

describe('the walk of an auction that is not paid for', function walk() {
  this.timeout(120_000);
  let system: WalkSystem;
  let url: string;
  let auction: ListedAuction;
  let sweeper: ChildProcess;
  let runnerUp: Caller;
  let third: Caller;
  let unwilling: Caller;
  let winner: Caller;
  let listening: Watcher;

  before(async () => {
    system = await walkSystem();
    url = system.marketplace.url;
    [winner, runnerUp, third, unwilling] = (await crowd(system, 4)) as [
      Caller,
      Caller,
      Caller,
      Caller,
    ];
    const { mysqlUrl, redisUrl } = system;
    const env = { ...process.env, MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl, LOG_LEVEL: 'error' };
    sweeper = fork(SWEEPER, { env });
    await once(sweeper, 'message');
    const options = `--closes-in 6s --start 10000 --unit 500 --seller ${SELLER.email}`;
    auction = await listAuction(system, options);
    const { body } = await send('/events/tickets', runnerUp);
    const ticket = String(body['ticket']);
    listening = await watch(url, auction.auctionId, undefined, { ticket });
    await listening.until(({ event }) => event === 'own');
  });
  after(async () => {
    sweeper.kill();
    await listening.leave();
  });

  async function send(
    path: string,
    { token }: Caller,
    sent?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(sent && { body: JSON.stringify(sent) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async function sweep(): Promise<void> {
    const answered = once(sweeper, 'message');
    sweeper.send('sweep');
    expect(await answered).to.include('swept');
  }

  async function letOrderExpire(attempt: number): Promise<void> {
    const { auctionId } = auction;
    const which = and(eq(orders.auctionId, auctionId), eq(orders.attempt, attempt));
    const [moved] = await system.db
      .update(orders)
      .set({ payByMs: Date.now() - 1 })
      .where(and(which, eq(orders.state, 'awaiting_payment')));
    expect(moved.affectedRows).to.equal(1);
    await sweep();
    const [order] = await system.db.select().from(orders).where(which);
    expect(order?.state).to.equal('expired');
  }

  const offerTo = async (person: Caller): Promise<Offer | undefined> => {
    const { items } = await ask<{ items: { auctionId: string; offer: Offer }[] }>(
      url,
      '/users/me/offers',
      person,
    );
    return items.find(({ auctionId }) => auctionId === auction.auctionId)?.offer;
  };
  const defaultsOf = async (person: Caller): Promise<number> =>
    (await ask<{ items: object[] }>(url, '/users/me/defaults', person)).items.length;
  const orderOf = async (person: Caller) => {
    const { items } = await ask<{ items: Record<string, unknown>[] }>(
      url,
      '/users/me/wins',
      person,
    );
    return items.find(({ auctionId }) => auctionId === auction.auctionId);
  };

  it('begins with bids, some of them with the wish to be asked', async () => {
    for (const [person, amountKrw] of [
      [unwilling, 10_000],
      [third, 12_000],
      [runnerUp, 15_000],
      [winner, 20_000],
    ] as const) {
      expect(await bid(url, person, auction.auctionId, amountKrw)).to.include({ status: 201 });
      if (person === unwilling) continue;
      const path = `/auctions/${auction.auctionId}/second-chance`;
      const { body } = await send(path, person, { isGiven: true });
      expect(body).to.deep.equal({ isGiven: true });
    }
    const won = await eventually(() => orderOf(winner), BUSY_MS);
    expect(won).to.include({ orderState: 'awaiting_payment', amountKrw: 20_000 });
    await sweep();
    expect(await offerTo(runnerUp)).to.equal(undefined);
  });

  it('goes to the runner-up at the price without the winner, who is told at once', async () => {
    await letOrderExpire(1);
    expect(await orderOf(winner)).to.include({ orderState: 'expired' });
    expect(await defaultsOf(winner)).to.equal(1);
    const offer = await offerTo(runnerUp);
    expect(offer).to.include({ state: 'open', amountKrw: 12_500, orderId: null });
    expect(await offerTo(third)).to.equal(undefined);
    const { data } = await listening.until(({ event }) => event === 'offer');
    expect(data).to.include({
      ...{ auctionId: auction.auctionId, offerId: offer?.offerId },
      ...{ amountKrw: 12_500, offerState: 'open' },
    });
  });

  it('is an order of the runner-up once that is taken', async () => {
    const offer = await offerTo(runnerUp);
    const path = `/offers/${offer?.offerId}/accept`;
    expect((await send(path, winner)).body).to.include({ code: 'OFFER_NOT_FOUND' });
    const { status, body } = await send(path, runnerUp);
    expect(status).to.equal(200);
    expect(body).to.include({ state: 'accepted', amountKrw: 12_500 });
    expect(await orderOf(runnerUp)).to.include({
      ...{ orderId: body['orderId'], orderState: 'awaiting_payment', amountKrw: 12_500 },
    });
  });

  it('goes on to the next when that is not paid either, and lapses', async () => {
    await letOrderExpire(2);
    expect(await defaultsOf(runnerUp)).to.equal(1);
    const offer = await offerTo(third);
    expect(offer).to.include({ state: 'open', amountKrw: 10_500 });
    await system.db
      .update(offers)
      .set({ acceptByMs: Date.now() - 1 })
      .where(eq(offers.offerId, String(offer?.offerId)));
    const late = await send(`/offers/${offer?.offerId}/accept`, third);
    expect(late.body).to.include({ code: 'OFFER_OVER' });
    const seller = await logIn(url, SELLER);
    const sent = { saleDate: kstDate(Date.now() + 2 * DAY_MS) };
    const path = `/auctions/${auction.auctionId}/relist`;
    expect((await send(path, seller, sent)).body).to.include({ code: 'NOT_RELISTABLE' });
    await sweep();
    expect(await offerTo(third)).to.include({ state: 'lapsed' });
    expect(await offerTo(unwilling)).to.equal(undefined);
    expect(await defaultsOf(third)).to.equal(0);
    const again = await send(path, seller, sent);
    expect(again.status).to.equal(201);
    expect(again.body).to.include({ state: 'coming', startKrw: 10_000, bidCount: 0 });
    expect((await send(path, seller, sent)).body).to.include({ code: 'NOT_RELISTABLE' });
  });

  it('is taken or lapses, and never both, where the two meet at the last moment', async () => {
    const bidderIds = [third.userId, winner.userId];
    const consent = { bidderId: third.userId, isGiven: true, changedAtMs: 1 };
    const auctionIds: string[] = [];
    for (let count = 0; count < MEETINGS; count += 1) {
      const order = { state: 'expired' as const };
      const made = await addUnpaidAuction(system.db, [2000, 9000], { bidderIds, order });
      auctionIds.push(made.auctionId);
      await system.db
        .insert(secondChanceConsents)
        .values({ auctionId: made.auctionId, ...consent });
    }
    await sweep();
    const open = inArray(offers.auctionId, auctionIds);
    await system.db
      .update(offers)
      .set({ acceptByMs: Date.now() + MEETS_AFTER_MS })
      .where(open);
    const made = await system.db.select().from(offers).where(open);
    expect(made).to.have.length(MEETINGS);
    const accepts = made.map(async ({ offerId }, index) => {
      await pause((2 * MEETS_AFTER_MS * index) / MEETINGS);
      return [offerId, (await send(`/offers/${offerId}/accept`, third)).body] as const;
    });
    await pause(MEETS_AFTER_MS);
    await sweep();
    const answers = new Map(await Promise.all(accepts));
    await sweep();
    for (const { offerId, auctionId, state } of await system.db.select().from(offers).where(open)) {
      const answer = answers.get(offerId);
      const opened = await system.db.$count(orders, eq(orders.auctionId, auctionId));
      expect(['accepted', 'lapsed']).to.include(state);
      expect(answer).to.include(state === 'accepted' ? { state } : { code: 'OFFER_OVER' });
      expect(opened).to.equal(state === 'accepted' ? 2 : 1);
    }
  });

  it('keeps whoever does so twice from bidding', async () => {
    const other = await listAuction(system, `--closes-in 60s --start 10000 --unit 500`);
    expect(await bid(url, winner, other.auctionId, 10_000)).to.include({ status: 201 });
    await system.db.insert(paymentDefaults).values({
      ...{ orderId: randomUUID(), auctionId: other.auctionId, bidderId: winner.userId },
      ...{ amountKrw: 10_000, defaultedAtMs: Date.now() },
    });
    await eventually(async () => {
      const answer = await bid(url, winner, other.auctionId, 30_000);
      return 'problem' in answer && answer.problem.code === 'BIDDING_BLOCKED';
    }, BUSY_MS);
  });
});
