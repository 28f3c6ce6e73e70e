import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { judge, openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { LoggedBid } from '@sagopalgo/core/redis/log-entries.ts';
import { addAuction, openTestConnections } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { recordBids } from '../testing/record-bids.ts';
import { findRecordedSlices, slicesOf } from './recorded-slices.ts';

const START_KRW = 1_000;
/** More than one slice, and so more than one question. */
const MANY = 600;

describe('asking the record for many bids at once', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  async function recordedBids(count: number): Promise<{ auctionId: string; bids: LoggedBid[] }> {
    const row = await addAuction(connections.db);
    const { auctionId } = row;
    await openAuction(connections.redis, row);
    const bids: LoggedBid[] = [];
    for (let number = 0; number < count; number += 1) {
      const amountKrw = START_KRW + number * 1_000;
      const asked = { bidId: randomUUID(), kind: 'exact', amountKrw, confirmed: true } as const;
      const bidderId = number % 2 === 0 ? 'a' : 'b';
      bids.push(await judge(connections.redis, { auctionId, bidderId, ...asked }));
    }
    await recordBids(connections, auctionId);
    return { auctionId, bids };
  }

  it('finds every slice that the record has whole, of several auctions', async () => {
    const [many, few] = [await recordedBids(MANY), await recordedBids(3)];
    const slices = [...slicesOf(many.auctionId, many.bids), ...slicesOf(few.auctionId, few.bids)];
    expect(slices.map(({ bids }) => bids.length)).to.deep.equal([500, 100, 3]);
    expect(await findRecordedSlices(connections.db, slices)).to.deep.equal(new Set(slices));
  });

  it('finds none in which one bid is missing, stands elsewhere, or is of another auction', async () => {
    const { auctionId, bids } = await recordedBids(3);
    const other = await recordedBids(3);
    const [first, second] = bids as [LoggedBid, LoggedBid];
    for (const asked of [
      [first, { ...second, bidId: randomUUID() }],
      [{ ...second, seq: 9 }],
      other.bids,
    ]) {
      const found = await findRecordedSlices(connections.db, slicesOf(auctionId, asked));
      expect(found.size, JSON.stringify(asked)).to.equal(0);
    }
  });

  it('asks nothing about nothing', async () => {
    expect((await findRecordedSlices(connections.db, [])).size).to.equal(0);
  });
});
