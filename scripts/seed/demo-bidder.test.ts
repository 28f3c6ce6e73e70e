import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addAuction, openTestConnections } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { warmUp } from './demo-bidder.ts';
import type { DemoStores } from './demo-listing.ts';
import { LIVELY_BUYERS } from './demo-people.ts';

const MANY_BIDS = 40;
const ROUNDS = 5;

describe('a demo buyer', () => {
  let connections: TestConnections;
  let stores: DemoStores;
  before(async () => {
    connections = await openTestConnections();
    stores = { ...connections, now: Date.now };
  });
  after(() => connections.end());

  async function listed(auctionId: string, closesInMs = 3_600_000): Promise<string> {
    const closesAtMs = Date.now() + closesInMs;
    const auction = await addAuction(connections.db, { auctionId, closesAtMs });
    await openAuction(connections.redis, auction);
    return auctionId;
  }
  async function afterManyBids(auctionId: string) {
    for (let round = 0; round < ROUNDS; round += 1) await warmUp(stores, [auctionId], MANY_BIDS);
    // Nobody keeps this record: without settling it, it would stay with the other tests.
    await connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
    return (await readLive(connections.redis, [auctionId])).states.get(auctionId);
  }

  it('bids on demo auctions, up to a price that somebody might believe', async () => {
    const live = await afterManyBids(await listed(`demo-thing_${randomUUID().slice(0, 12)}`));
    expect(live?.bidCount).to.be.greaterThan(1);
    expect(live?.priceKrw).to.be.within(1_000, 6_000);
    expect(LIVELY_BUYERS.map(({ userId }) => userId)).to.include(live?.leaderId);
  });

  it('leaves what people list alone', async () => {
    expect(await afterManyBids(await listed(randomUUID()))).to.include({ bidCount: 0 });
  });

  it('leaves the last moments to people', async () => {
    const auctionId = await listed(`demo-thing_${randomUUID().slice(0, 12)}`, 20_000);
    expect(await afterManyBids(auctionId)).to.include({ bidCount: 0 });
  });
});
