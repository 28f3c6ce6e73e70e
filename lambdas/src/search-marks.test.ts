import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { searchOutbox } from '@sagopalgo/core/mysql/counter-schema.ts';
import { URGENCY } from '@sagopalgo/core/search/mark-changed.ts';
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

  const markOf = async (auctionId: string) => {
    const ofIt = eq(searchOutbox.auctionId, auctionId);
    const [mark] = await connections.db.select().from(searchOutbox).where(ofIt);
    return mark ?? null;
  };

  it('come with recorded bids, with nothing that is recorded already, and with the result', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1_000, 2_000, 3_000]);
    expect(await markOf(auctionId)).to.equal(null);
    await recordAuction(connections, auctionId);
    const recorded = await markOf(auctionId);
    expect(recorded).to.include({ urgency: URGENCY.standing });
    await recordAuction(connections, auctionId);
    expect(await markOf(auctionId)).to.deep.equal(recorded);
    await letTimeRunOut(connections, auctionId);
    expect(await settleAuction(connections, auctionId)).to.equal('sold');
    const settled = await markOf(auctionId);
    expect(settled?.mark).to.be.a('string').and.not.equal(recorded?.mark);
  });
});
