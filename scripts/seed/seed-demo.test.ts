import { eq, gt, like, lt } from 'drizzle-orm';
import { expect } from 'chai';
import { questions, ratings } from '@sagopalgo/core/mysql/asking-schema.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { auctions, bids, users } from '@sagopalgo/core/mysql/schema.ts';
import { orderAddresses, orderEvents, orders, payouts } from '@sagopalgo/core/mysql/till-schema.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import { connectRedis } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { auctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { testUrls } from '@sagopalgo/core/testing/connections.ts';
import { createDatabase, dropDatabase, testDatabaseName } from '../services/database.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import { DEMO_AUCTION_IDS, itemKeyOf } from './demo-listing.ts';
import { demoBuyer, LIVELY_BUYERS } from './demo-people.ts';
import { seedMarket } from './seed-demo.ts';
import { topUpDemo } from './top-up-demo.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The days are far ahead, where Redis by its own clock takes no bids yet. */
describe('the demo', () => {
  for (const [when, saleHour] of [
    ['before the day opens', -2],
    ['while the sale is on', 3],
    ['after the day has closed', 11],
  ] as const) {
    describe(when, () => {
      const nowMs = openingMomentMs('2031-03-03') + saleHour * HOUR_MS;
      const now = (): number => nowMs;
      let db: Db;
      let redis: AuctionRedis;
      let ending: () => Promise<void>;

      before(async () => {
        const urls = testUrls();
        const mysqlUrl = await createDatabase(urls.mysqlUrl, testDatabaseName());
        await migrateDatabase(mysqlUrl);
        const connected = connectMysql(mysqlUrl);
        db = connected.db;
        redis = connectRedis(urls.redisUrl);
        await redis.connect();
        ending = async () => {
          redis.disconnect();
          await connected.end();
          await dropDatabase(mysqlUrl);
        };
        await Promise.all([seedMarket({ db, redis, now }), seedMarket({ db, redis, now })]);
      });
      after(() => ending());

      const rows = () =>
        db.select().from(auctions).where(like(auctions.auctionId, DEMO_AUCTION_IDS));

      it('has forty auctions of forty things, some live, some coming, some ended', async () => {
        const found = (await rows()).filter(({ closesAtMs }) => closesAtMs > nowMs - DAY_MS);
        expect(found).to.have.length(CATALOGUE.length);
        expect(new Set(found.map(({ auctionId }) => itemKeyOf(auctionId))).size).to.equal(
          CATALOGUE.length,
        );
        const states = found.map((auction) => auctionState(auction, nowMs));
        for (const state of ['live', 'coming', 'sold', 'unsold']) expect(states).to.include(state);
      });

      it('has live ones that close within 5, 15 and 60 minutes', async () => {
        const left = (await rows()).map(({ closesAtMs }) => closesAtMs - nowMs);
        const within = (fromMin: number, toMin: number): number =>
          left.filter((ms) => ms > fromMin * MINUTE_MS && ms <= toMin * MINUTE_MS).length;
        for (const [fromMin, toMin] of [
          [0, 5],
          [5, 15],
          [15, 60],
        ] as const) {
          expect(within(fromMin, toMin), `${fromMin} to ${toMin} min`).to.be.at.least(2);
        }
      });

      it('keeps the past as the judge would have left it', async () => {
        for (const auction of (await rows()).filter(({ state }) => state === 'sold')) {
          const history = await db.select().from(bids).where(eq(bids.auctionId, auction.auctionId));
          const ordered = history.toSorted((a, b) => a.seq - b.seq);
          const last = ordered.at(-1);
          expect(ordered.map(({ seq }) => seq)).to.deep.equal(ordered.map((_, index) => index + 1));
          expect(auction).to.include({
            priceKrw: last?.priceKrw,
            leaderId: last?.bidderId,
            bidCount: ordered.length,
            recordedSeq: ordered.length + 1,
          });
          for (const [index, bid] of ordered.entries()) {
            expect(bid.priceKrw).to.be.at.least(ordered[index - 1]?.minimumKrw ?? auction.startKrw);
            expect(bid.bidderId).not.to.equal(ordered[index - 1]?.bidderId);
          }
          const [order] = await db
            .select()
            .from(orders)
            .where(eq(orders.auctionId, auction.auctionId));
          expect(order).to.include({ amountKrw: last?.priceKrw, buyerId: last?.bidderId });
        }
      });

      it('gives the judge every auction that is not over', async () => {
        const open = (await rows()).filter(({ closesAtMs }) => closesAtMs > nowMs);
        const { states } = await readLive(
          redis,
          open.map(({ auctionId }) => auctionId),
        );
        expect(states.size).to.equal(open.length);
      });

      it('adds nothing when it is run again, and what is missing as time goes on', async () => {
        expect(await topUpDemo({ db, redis, now })).to.deep.equal([]);
        const later = () => nowMs + 6 * MINUTE_MS;
        expect(await topUpDemo({ db, redis, now: later })).to.have.length(3);
      });

      it('has orders in every state that does not pass by itself, for people to go on with', async () => {
        const found = await db.select().from(orders);
        const states = new Set(found.map(({ state }) => state));
        expect([...states]).to.have.members([
          ...['awaiting_payment', 'paid', 'shipped', 'delivered', 'received', 'paid_out'],
          ...['expired', 'refunded', 'disputed'],
        ]);
        const has = (given: Partial<(typeof found)[number]>) =>
          found.find((order) =>
            Object.entries(given).every(([name, is]) => Reflect.get(order, name) === is),
          );
        const toPay = has({ state: 'awaiting_payment', buyerId: 'demo-buyer1' });
        expect(toPay?.payByMs).to.be.above(nowMs + HOUR_MS);
        for (const given of [
          { state: 'paid', sellerId: 'demo-seller1' },
          { state: 'delivered', buyerId: 'demo-buyer2' },
          { state: 'disputed' },
        ] as const) {
          expect(has(given), JSON.stringify(given)).not.to.equal(undefined);
        }
        expect(await checkBooks(db)).to.deep.equal([]);
      });

      it('has orders with a past that has passed, sent to somebody, paid to an account', async () => {
        const found = await db.select().from(orders);
        for (const order of found) {
          const happened = await db
            .select()
            .from(orderEvents)
            .where(eq(orderEvents.orderId, order.orderId))
            .orderBy(orderEvents.eventId);
          const moments = [order.createdAtMs, ...happened.map((each) => each.happenedAtMs), nowMs];
          expect(moments).to.deep.equal(moments.toSorted((a, b) => a - b));
          expect(order.stateAtMs).to.equal(happened.at(-1)?.happenedAtMs ?? order.createdAtMs);
        }
        const withAddress = await db.$count(orderAddresses);
        expect(withAddress).to.equal(found.filter(({ paidAtMs }) => paidAtMs !== null).length);
        expect(await db.$count(payouts, gt(payouts.amountKrw, 0))).to.equal(1);
      });

      it('is asked about, and has sales that were rated, each in its time', async () => {
        const asked = await db.select().from(questions);
        expect(asked.length).to.be.above(2);
        const listed = new Set((await rows()).map(({ auctionId }) => auctionId));
        for (const { auctionId, askedAtMs, answeredAtMs } of asked) {
          expect(listed.has(auctionId)).to.equal(true);
          expect([askedAtMs, answeredAtMs ?? nowMs]).to.deep.equal([nowMs, nowMs]);
        }
        const given = await db.select().from(ratings);
        expect(given).to.have.length(5);
        for (const { ratedAtMs } of given) expect(ratedAtMs).to.be.below(nowMs);
        const shown = given.filter(({ shownAtMs }) => shownAtMs <= nowMs);
        expect(shown.map(({ orderId }) => orderId)).to.have.length(4);
      });

      it('leaves the first buyers to people, but for what they have won', async () => {
        const lively = new Set(LIVELY_BUYERS.map(({ userId }) => userId));
        const bidders = await db
          .selectDistinct({ bidderId: bids.bidderId })
          .from(bids)
          .innerJoin(auctions, eq(auctions.auctionId, bids.auctionId))
          .where(lt(bids.seq, auctions.bidCount));
        expect(bidders.length).to.be.above(1);
        expect(bidders.filter(({ bidderId }) => !lively.has(bidderId))).to.deep.equal([]);
        const people = new Set([1, 2, 3].map((number) => demoBuyer(number).userId));
        for (const { askerId } of await db.select().from(questions)) {
          expect(people.has(askerId)).to.equal(false);
        }
        expect(await db.$count(users)).to.equal(15);
      });
    });
  }
});
