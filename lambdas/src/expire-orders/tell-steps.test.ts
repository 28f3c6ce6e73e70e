import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { offers, orders, secondChanceConsents } from '@sagopalgo/core/mysql/till-schema.ts';
import { passOn } from '@sagopalgo/core/orders/pass-on.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import type { Overheard } from '@sagopalgo/core/testing/overheard.ts';
import { addUnpaidAuction } from '@sagopalgo/core/testing/unpaid-auction.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { expireOrder } from './expire-order.ts';
import { lapseOffer } from './lapse-offer.ts';

describe('telling people that an order is passed on', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const toldBy = async (person: Overheard, count: number) =>
    (await person.heard(count)).map(readPersonMessage);

  it('tells both parties, then the runner-up, then the seller that it is back', async () => {
    const { db } = connections;
    const { auctionId, orderId, sellerId, bidderIds } = await addUnpaidAuction(db, [2000, 9000]);
    const [runnerUpId = '', winnerId = ''] = bidderIds;
    const consent = { auctionId, bidderId: runnerUpId, isGiven: true, changedAtMs: 1 };
    await db.insert(secondChanceConsents).values(consent);
    const winner = await overhear(personChannel(winnerId));
    const seller = await overhear(personChannel(sellerId));
    const runnerUp = await overhear(personChannel(runnerUpId));
    await expireOrder(connections, orderId);
    const [row] = await db.select().from(orders).where(eq(orders.orderId, orderId));
    const data = { auctionId, orderId, orderState: 'expired', amountKrw: 9000 };
    const expired = { told: [{ event: 'order', data: { ...data, payByMs: row?.payByMs } }] };
    expect(await toldBy(winner, 1)).to.deep.equal([expired]);
    await passOn(connections, auctionId);
    const [offer] = await db.select().from(offers).where(eq(offers.auctionId, auctionId));
    if (!offer) throw new Error('there is no offer');
    const { offerId, acceptByMs } = offer;
    const standing = { auctionId, offerId, amountKrw: 1000, acceptByMs };
    const offerAt = (offerState: string) => ({
      told: [{ event: 'offer', data: { ...standing, offerState } }],
    });
    expect(await toldBy(runnerUp, 1)).to.deep.equal([offerAt('open')]);
    const late = { ...connections, now: () => acceptByMs };
    await lapseOffer(late, offer);
    await passOn(late, auctionId);
    expect(await toldBy(runnerUp, 2)).to.deep.equal([offerAt('open'), offerAt('lapsed')]);
    expect(await toldBy(seller, 2)).to.deep.equal([expired, expired]);
    expect(winner.messages).to.have.length(1);
    for (const person of [winner, seller, runnerUp]) person.leave();
  });

  it('stands where nobody can be told, and says so in the log', async () => {
    const { db } = connections;
    const { auctionId, orderId, bidderIds } = await addUnpaidAuction(db, [2000, 9000]);
    const consent = { auctionId, bidderId: String(bidderIds[0]), isGiven: true, changedAtMs: 1 };
    await db.insert(secondChanceConsents).values(consent);
    const log = quietLog();
    const redis = Object.create(connections.redis, {
      spublish: { value: () => Promise.reject(new Error('away')) },
    }) as LambdaTestConnections['redis'];
    const deaf = { ...connections, redis, log };
    expect(await expireOrder(deaf, orderId)).to.equal(true);
    expect(await passOn(deaf, auctionId)).to.equal('offered');
    const [offer] = await db.select().from(offers).where(eq(offers.auctionId, auctionId));
    if (!offer) throw new Error('there is no offer');
    const late = { ...deaf, now: () => offer.acceptByMs };
    expect(await lapseOffer(late, offer)).to.equal(true);
    expect(await passOn(late, auctionId)).to.equal('returned');
    const said = log.events.map(({ event }) => event).filter((event) => /untold/.test(event));
    expect(said).to.deep.equal(['order.untold', 'offer.untold', 'offer.untold', 'order.untold']);
  });
});
