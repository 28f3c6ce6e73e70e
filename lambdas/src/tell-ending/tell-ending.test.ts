import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { findListeners, readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { addAuction, quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import type { Overheard } from '@sagopalgo/core/testing/overheard.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { handler } from './handler.ts';
import { tellEnding } from './tell-ending.ts';

const MINUTE_MS = 60_000;
const SOON_MS = 10 * MINUTE_MS;

describe('telling those who watch that an auction ends soon', () => {
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let connections: LambdaTestConnections;
  const ears: Overheard[] = [];
  before(async () => {
    shared = await openLambdaConnections();
    own = await openOwnDatabase();
    connections = { ...shared, db: own.db };
  });
  afterEach(async () => {
    for (const ear of ears.splice(0)) ear.leave();
    await own.db.delete(watchlistItems);
  });
  after(async () => {
    await endLambdaConnections();
    await shared.end();
    await own.end();
  });

  const closingIn = (ms: number, given: Partial<AuctionRow> = {}): Promise<AuctionRow> =>
    addAuction(own.db, { closesAtMs: Date.now() + ms, ...given });
  /** Somebody who watches the auction, and hears what is said to them. */
  async function watcher({ auctionId }: AuctionRow, userId: string = randomUUID()) {
    const item = { userId, auctionId, createdAtMs: Date.now() };
    await own.db.insert(watchlistItems).values(item);
    const ear = await overhear(personChannel(userId));
    ears.push(ear);
    return { userId, ear };
  }
  const chunksOf = async (people: number): Promise<number> =>
    Math.ceil((await findListeners(connections.redis)).length / people);
  const toldOf = ({ title, auctionId, closesAtMs }: AuctionRow) => ({
    told: [{ event: 'ending', data: { auctionId, title, closesAtMs } }],
  });

  it('tells each of them once, also when two runs come at once', async () => {
    const auction = await closingIn(SOON_MS - 1000, { title: '오래된 시계' });
    const people = [await watcher(auction), await watcher(auction), await watcher(auction)];
    const runs = await Promise.all([tellEnding(connections), tellEnding(connections)]);
    expect(runs.reduce((sum, { told }) => sum + told, 0)).to.equal(3);
    for (const { ear } of people) {
      const [message = ''] = await ear.heard(1);
      expect(readPersonMessage(message)).to.deep.equal(toldOf(auction));
    }
    expect(await tellEnding(connections)).to.deep.equal({ told: 0 });
    for (const { ear } of people) expect(ear.messages).to.have.length(1);
  });

  it('tells nobody again when the closing moves, but whoever comes later', async () => {
    const auction = await closingIn(MINUTE_MS);
    const first = await watcher(auction);
    await tellEnding(connections);
    const moved = { closesAtMs: auction.closesAtMs + SOON_MS - 5000 };
    await own.db.update(auctions).set(moved).where(eq(auctions.auctionId, auction.auctionId));
    expect(await tellEnding(connections)).to.deep.equal({ told: 0 });
    const later = await watcher(auction);
    await tellEnding({ ...connections, now: () => Date.now() + SOON_MS - MINUTE_MS });
    const [message = ''] = await later.ear.heard(1);
    expect(readPersonMessage(message)).to.deep.equal(toldOf({ ...auction, ...moved }));
    expect(first.ear.messages).to.have.length(1);
  });

  it('tells nobody of what closes later, is over, has not opened, stands still or is hidden', async () => {
    const inTime = MINUTE_MS;
    const unfit = [
      await closingIn(SOON_MS + MINUTE_MS),
      await closingIn(-1000),
      await closingIn(inTime, { opensAtMs: Date.now() + inTime / 2 }),
      await closingIn(inTime, { state: 'cancelled' }),
      await closingIn(inTime, { state: 'sold' }),
      await closingIn(inTime, { interruptedAtMs: Date.now() }),
      await closingIn(inTime, { hiddenAtMs: Date.now() }),
    ];
    for (const auction of unfit) await watcher(auction);
    expect(await tellEnding(connections)).to.deep.equal({ told: 0 });
    expect(ears.flatMap(({ messages }) => messages)).to.deep.equal([]);
  });

  it('waits for who has no stream until they have one', async () => {
    const auction = await closingIn(MINUTE_MS);
    const away = { userId: randomUUID(), auctionId: auction.auctionId, createdAtMs: 1 };
    await own.db.insert(watchlistItems).values(away);
    const here = await watcher(auction);
    expect(await tellEnding(connections)).to.deep.equal({ told: 1 });
    const ear = await overhear(personChannel(away.userId));
    ears.push(ear);
    expect(await tellEnding(connections)).to.deep.equal({ told: 1 });
    expect(await ear.heard(1)).to.have.length(1);
    expect(here.ear.messages).to.have.length(1);
  });

  it('looks at nobody without a stream, who would stand before those who have one', async () => {
    const auction = await closingIn(MINUTE_MS);
    const away = Array.from({ length: 20 }, (_, number) => ({
      ...{ userId: `0000-${number}`, auctionId: auction.auctionId, createdAtMs: 1 },
    }));
    await own.db.insert(watchlistItems).values(away);
    const here = [await watcher(auction), await watcher(auction), await watcher(auction)];
    const bounds = { peopleAtOnce: 2, itemsAPage: 3, pagesMax: await chunksOf(2) };
    expect(await tellEnding(connections, bounds)).to.deep.equal({ told: 3 });
    for (const { ear } of here) expect(await ear.heard(1)).to.have.length(1);
  });

  it('tells a person all at once, page by page of people, and throws where there is no end', async () => {
    const [first, second] = [await closingIn(MINUTE_MS), await closingIn(MINUTE_MS)];
    const both = await watcher(first);
    await own.db
      .insert(watchlistItems)
      .values({ userId: both.userId, auctionId: second.auctionId, createdAtMs: 1 });
    const others = [await watcher(first), await watcher(first)];
    expect(await tellEnding(connections, { itemsAPage: 4, pagesMax: 2 })).to.deep.equal({
      told: 4,
    });
    const [message = ''] = await both.ear.heard(1);
    const told = readPersonMessage(message);
    const events = told && 'told' in told ? told.told : [];
    const ids = events.flatMap(({ event, data }) => (event === 'ending' ? data.auctionId : []));
    expect(ids).to.have.members([first.auctionId, second.auctionId]);
    for (const { ear } of others) expect(await ear.heard(1)).to.have.length(1);
    for (const _ of [1, 2, 3]) await watcher(second);
    const bounds = { itemsAPage: 1, pagesMax: 2 };
    const failure = await tellEnding(connections, bounds).catch((error: unknown) => error);
    expect(failure).to.be.an('error').with.property('message').that.includes('2 pages');
    expect(await tellEnding(connections, bounds)).to.deep.equal({ told: 1 });
  });

  it('says in the log what did not get through, and does not try again', async () => {
    const auction = await closingIn(MINUTE_MS);
    await watcher(auction);
    const log = quietLog();
    const spublish = () => Promise.reject(new Error('Connection is closed.'));
    const call = shared.redis.call.bind(shared.redis);
    const redis = { call, spublish } as unknown as typeof connections.redis;
    expect(await tellEnding({ ...connections, redis, log })).to.deep.equal({ told: 1 });
    expect(log.events.map(({ event }) => event)).to.deep.equal(['ending.untold']);
    expect(await tellEnding(connections)).to.deep.equal({ told: 0 });
  });

  it('is woken by its schedule', async () => {
    const auction = await addAuction(shared.db, { closesAtMs: Date.now() + MINUTE_MS });
    const item = { userId: randomUUID(), auctionId: auction.auctionId, createdAtMs: 1 };
    await shared.db.insert(watchlistItems).values(item);
    const ear = await overhear(personChannel(item.userId));
    ears.push(ear);
    await handler();
    expect(await ear.heard(1)).to.have.length(1);
    const [row] = await shared.db
      .select()
      .from(watchlistItems)
      .where(eq(watchlistItems.userId, item.userId));
    expect(row?.endingToldAtMs).to.be.closeTo(Date.now(), MINUTE_MS);
  });
});
