import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { settleAuction } from './close-auctions/settle-auction.ts';
import { recordAuction } from './record-bids/record-auction.ts';
import { letTimeRunOut, listedAuction, openLambdaConnections, placeBids } from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';

describe('the marks for the index', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const marksOf = async (auctionId: string) => {
    const ofIt = eq(searchOutbox.auctionId, auctionId);
    const [mark] = await connections.db.select().from(searchOutbox).where(ofIt);
    return mark?.changes ?? 0;
  };

  it('come with recorded bids, one a batch, and with the result', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1_000, 2_000, 3_000]);
    expect(await marksOf(auctionId)).to.equal(0);
    await recordAuction(connections, auctionId);
    expect(await marksOf(auctionId)).to.equal(1);
    await recordAuction(connections, auctionId);
    expect(await marksOf(auctionId)).to.equal(1);
    await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('sold');
    expect(await marksOf(auctionId)).to.be.greaterThan(1);
  });
});
