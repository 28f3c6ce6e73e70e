import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { closeAuction, openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { recordBids } from '../testing/record-bids.ts';

describe('the history of bids', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  async function listWithBids(count: number): Promise<string> {
    const row = await addAuction(api.deps.db);
    await openAuction(api.deps.redis, row);
    await bidMore(row.auctionId, 1, count);
    return row.auctionId;
  }

  async function bidMore(auctionId: string, from: number, count: number): Promise<void> {
    for (let index = from; index < from + count; index += 1) {
      const bid = { kind: 'exact' as const, amountKrw: 1_000 + 100 * index, bidId: randomUUID() };
      await placeBid(api.deps.redis, { auctionId, bidderId: `bidder-${index % 2}`, ...bid });
    }
  }

  async function read(auctionId: string, query = '') {
    const { body } = await api.call('GET', `/auctions/${auctionId}/bids${query}`);
    return { seqs: body.items?.map((item) => item.seq), ...body };
  }

  it('tells the newest first, without saying who it was', async () => {
    const auctionId = await listWithBids(3);
    const { items, seqs } = await read(auctionId);
    expect(seqs).to.deep.equal([3, 2, 1]);
    expect(items[0]).to.deep.include({
      alias: '입찰자 1',
      leaderAlias: '입찰자 1',
      priceKrw: 1_300,
    });
    expect(items[0]).to.have.all.keys('seq', 'alias', 'leaderAlias', 'priceKrw', 'acceptedAtMs');
  });

  it('comes in pages that stay as they are while bids come in', async () => {
    const auctionId = await listWithBids(5);
    const first = await read(auctionId, '?limit=2');
    expect(first.seqs).to.deep.equal([5, 4]);
    await bidMore(auctionId, 6, 2);
    const second = await read(auctionId, `?limit=2&cursor=${first.nextCursor}`);
    expect(second.seqs).to.deep.equal([3, 2]);
    const third = await read(auctionId, `?limit=2&cursor=${second.nextCursor}`);
    expect(third.seqs).to.deep.equal([1]);
    expect(third.nextCursor).to.equal(null);
  });

  it('tells what came after a seq', async () => {
    const auctionId = await listWithBids(5);
    expect((await read(auctionId, '?afterSeq=3')).seqs).to.deep.equal([5, 4]);
    expect((await read(auctionId, '?afterSeq=5')).seqs).to.deep.equal([]);
    const page = await read(auctionId, '?afterSeq=2&limit=2');
    expect((await read(auctionId, `?afterSeq=2&cursor=${page.nextCursor}`)).seqs).to.deep.equal([
      3,
    ]);
  });

  it('does not count the closing as a bid', async () => {
    const auctionId = await listWithBids(2);
    const { redis } = api.deps;
    await redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
    expect((await closeAuction(redis, auctionId)).code).to.equal('CLOSED');
    expect((await read(auctionId)).seqs).to.deep.equal([2, 1]);
    expect((await read(auctionId, '?limit=2')).nextCursor).to.equal(null);
  });

  it('is whole from log and record together after a loss, and from the record alone', async () => {
    const auctionId = await listWithBids(5);
    await recordBids(api.deps, auctionId);
    const { redis } = api.deps;
    const { log } = auctionKeys(auctionId);
    const whole = (await read(auctionId)).items;
    await redis.xtrim(log, 'MINID', '4-0');
    expect((await read(auctionId)).items).to.deep.equal(whole);
    const page = await read(auctionId, '?limit=3');
    expect(page.seqs).to.deep.equal([5, 4, 3]);
    const rest = await read(auctionId, `?limit=3&cursor=${page.nextCursor}`);
    expect(rest.seqs).to.deep.equal([2, 1]);
    await redis.del(log);
    expect((await read(auctionId)).items).to.deep.equal(whole);
    expect((await read(auctionId, '?afterSeq=3')).seqs).to.deep.equal([5, 4]);
  });

  it('is empty for an auction without bids and unknown for no auction', async () => {
    const { auctionId } = await addAuction(api.deps.db);
    expect(await read(auctionId)).to.deep.include({ items: [], nextCursor: null });
    expect((await read(randomUUID())).code).to.equal('AUCTION_NOT_FOUND');
    expect((await read(auctionId, '?cursor=x')).code).to.equal('INVALID_REQUEST');
    for (const key of [-5, 0, 1.5, 2 ** 53]) {
      const crafted = Buffer.from(JSON.stringify(['history', key, 'x'])).toString('base64url');
      expect((await read(auctionId, `?cursor=${crafted}`)).code).to.equal('INVALID_REQUEST');
    }
    expect((await read(auctionId, '?afterSeq=')).code).to.equal('INVALID_REQUEST');
    expect((await read(auctionId, '?afterSeq=-1')).code).to.equal('INVALID_REQUEST');
  });
});
