import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage, tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import type { Overheard } from '@sagopalgo/core/testing/overheard.ts';
import { letTimeRunOut, listedAuction, openLambdaConnections, place } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { settleAuction } from './settle-auction.ts';

describe('telling people of their order', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const toldBy = ({ messages }: Overheard) => messages.map(readPersonMessage);

  /** An auction past its time, and what is said to those concerned from now on. */
  async function overBid(given: { reserveKrw?: number } = {}) {
    const { auctionId, sellerId } = await listedAuction(connections, given);
    const [winnerId, loserId] = [randomUUID(), randomUUID()];
    await place(connections, auctionId, loserId, { kind: 'exact', amountKrw: 1000 });
    await place(connections, auctionId, winnerId, { kind: 'exact', amountKrw: 1100 });
    await letTimeRunOut(connections, auctionId);
    const ids = [winnerId, sellerId, loserId] as const;
    const winner = await overhear(personChannel(winnerId));
    const seller = await overhear(personChannel(sellerId));
    const loser = await overhear(personChannel(loserId));
    return { auctionId, ids, winner, seller, loser };
  }

  function leave(...people: Overheard[]): void {
    for (const person of people) person.leave();
  }

  it('tells the winner of both, the seller of the order, and nobody else, once', async () => {
    const { auctionId, ids, winner, seller, loser } = await overBid();
    expect(await settleAuction(connections, auctionId)).to.equal('sold');
    expect(await settleAuction(connections, auctionId)).to.equal('settled-before');
    await Promise.all([winner.heard(1), seller.heard(1)]);
    const [row] = await connections.db.select().from(orders).where(eq(orders.auctionId, auctionId));
    if (!row) throw new Error('there is no order');
    const { orderId, payByMs } = row;
    const won = { auctionId, orderId, amountKrw: 1100, payByMs };
    const order = { event: 'order', data: { ...won, orderState: 'awaiting_payment' } };
    expect(toldBy(winner)).to.deep.equal([{ told: [{ event: 'won', data: won }, order] }]);
    expect(toldBy(seller)).to.deep.equal([{ told: [order] }]);
    await tellPerson(connections.redis, ids[2], []);
    await loser.heard(1);
    expect(toldBy(loser)).to.deep.equal([{ told: [] }]);
    leave(winner, seller, loser);
  });

  it('tells once, however many settle at the same moment', async () => {
    const { auctionId, winner, seller, loser } = await overBid();
    const settling = Array.from({ length: 4 }, () => settleAuction(connections, auctionId));
    const settlements = await Promise.all(settling);
    expect(settlements.filter((settlement) => settlement === 'sold')).to.have.length(1);
    await Promise.all([winner.heard(1), seller.heard(1)]);
    expect([winner.messages.length, seller.messages.length]).to.deep.equal([1, 1]);
    leave(winner, seller, loser);
  });

  it('tells nobody where nothing was sold', async () => {
    const { auctionId, ids, winner, seller, loser } = await overBid({ reserveKrw: 9000 });
    expect(await settleAuction(connections, auctionId)).to.equal('unsold');
    for (const id of ids) await tellPerson(connections.redis, id, []);
    for (const person of [winner, seller, loser]) {
      await person.heard(1);
      expect(toldBy(person)).to.deep.equal([{ told: [] }]);
    }
    leave(winner, seller, loser);
  });

  it('leaves the settlement as it is when nobody can be told', async () => {
    const { auctionId, winner, seller, loser } = await overBid();
    const log = quietLog();
    const redis = Object.create(connections.redis, {
      spublish: { value: () => Promise.reject(new Error('no such shard')) },
    });
    expect(await settleAuction({ ...connections, redis, log }, auctionId)).to.equal('sold');
    expect(log.events.map(({ event }) => event)).to.include('order.untold');
    leave(winner, seller, loser);
  });
});
