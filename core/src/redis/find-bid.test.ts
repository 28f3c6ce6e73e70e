import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '../mysql/schema.ts';
import { addAuction, openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { openAuction, placeBid } from './commands.ts';
import { findBid } from './find-bid.ts';
import { auctionKeys } from './keys.ts';

describe('finding an accepted bid', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  it('gives it with its secrets, a silent raise too, to whoever names bidder and id', async () => {
    const { redis, db } = connections;
    const row = await addAuction(db);
    const { auctionId } = row;
    await openAuction(redis, row);
    const bidderId = randomUUID();
    const [first, raise] = [randomUUID(), randomUUID()];
    for (const [bidId, maxKrw] of [
      [first, 2000],
      [raise, 3000],
    ] as const) {
      await placeBid(redis, { auctionId, bidderId, bidId, kind: 'auto', maxKrw });
    }
    const find = (id: string, whose = bidderId) =>
      findBid(redis, auctionId, { bidderId: whose, bidId: id });
    const found = { type: 'bid', bidderId, kind: 'auto', seq: 1, priceKrw: 1000 };
    expect(await find(first)).to.include({ ...found, bidId: first, raise: 0, amountKrw: 2000 });
    expect(await find(raise)).to.include({ ...found, bidId: raise, raise: 1, amountKrw: 3000 });
    expect(await find(first, randomUUID())).to.equal(null);
    expect(await find(randomUUID())).to.equal(null);
    expect(await find('no-uuid')).to.equal(null);
  });

  it('finds one whose log went with a loss, in the answer that was restored', async () => {
    const { redis, db } = connections;
    const row = await addAuction(db);
    const { auctionId } = row;
    await openAuction(redis, row);
    const bid = { bidderId: randomUUID(), bidId: randomUUID() };
    await placeBid(redis, { auctionId, ...bid, kind: 'auto', maxKrw: 2000 });
    const before = await findBid(redis, auctionId, bid);
    const { answers, log } = auctionKeys(auctionId);
    const [[name, id] = ['', '']] = Object.entries(await redis.hgetall(answers));
    const [entry] = await redis.xrange(log, id, id);
    const [, text, , secret] = entry?.[1] ?? [];
    await redis.hset(answers, name, [id, text, secret].join(';'));
    await redis.del(log);
    expect(await findBid(redis, auctionId, bid)).to.deep.equal(before);
    // To whoever records the same database, that log has lost what was judged.
    await db.delete(auctions).where(eq(auctions.auctionId, auctionId));
  });
});
