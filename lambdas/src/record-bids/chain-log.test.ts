import { randomUUID } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { NewBid } from '@sagopalgo/core/contracts/bids.ts';
import { auctions, bids, chainEntries } from '@sagopalgo/core/mysql/schema.ts';
import { closeAuction, moveClosing, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { commitBid, commitRaises, commitReserve } from '@sagopalgo/core/rules/commitments.ts';
import { readChainEntry } from '@sagopalgo/core/rules/read-entry.ts';
import { newNonce, sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import { listedAuction, openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { chainFaults } from './chain-faults.ts';
import { ChainBrokenError } from './chain-log.ts';
import { recordAuction } from './record-auction.ts';

describe('chaining what is recorded', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const auto = (maxKrw: number): NewBid => ({ bidId: randomUUID(), kind: 'auto', maxKrw });
  const exact = (amountKrw: number): NewBid => {
    return { bidId: randomUUID(), kind: 'exact', amountKrw, confirmed: true };
  };
  const bid = (auctionId: string, bidderId: string, made: NewBid) =>
    placeBid(connections.redis, { auctionId, bidderId, ...made });
  const record = (auctionId: string) => recordAuction(connections, auctionId);

  async function chainOf(auctionId: string) {
    const rows = await connections.db
      .select()
      .from(chainEntries)
      .where(eq(chainEntries.auctionId, auctionId))
      .orderBy(asc(chainEntries.seq));
    return rows.map((row) => ({ ...row, entry: readChainEntry(row.canonical) }));
  }

  async function rowOf(auctionId: string) {
    const [row] = await connections.db
      .select()
      .from(auctions)
      .where(eq(auctions.auctionId, auctionId));
    if (!row) throw new Error('it is not there');
    return row;
  }

  async function endNow(auctionId: string) {
    await connections.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
    return await closeAuction(connections.redis, auctionId);
  }

  it('begins with the listing and goes on to the closing, each over the one before', async () => {
    const { auctionId, opensAtMs, closesAtMs } = await listedAuction(connections);
    await bid(auctionId, 'a', exact(1000));
    await bid(auctionId, 'b', auto(5000));
    await endNow(auctionId);
    await record(auctionId);
    const chain = await chainOf(auctionId);
    expect(chain.map(({ entry }) => entry?.type)).to.deep.equal([
      ...['listing', 'bid', 'bid', 'closed'],
    ]);
    expect(chain[0]?.entry).to.deep.include({ auctionId, opensAtMs, closesAtMs });
    const hashes = chain.map(({ canonical }, index) =>
      sha256Hex((chain[index - 1]?.hash ?? '') + canonical),
    );
    expect(chain.map(({ hash }) => hash)).to.deep.equal(hashes);
    expect(await rowOf(auctionId)).to.include({ recordedSeq: 3, chainHash: hashes[3] });
    expect(await chainFaults(connections.db, auctionId)).to.deep.equal([]);
  });

  it('holds no bidder, no bid id and no maximum, only commitments to them', async () => {
    const { auctionId } = await listedAuction(connections);
    const made = auto(7654);
    await bid(auctionId, 'somebody', made);
    await record(auctionId);
    const [, first] = await chainOf(auctionId);
    const text = String(first?.canonical);
    for (const secret of ['somebody', made.bidId, '7654', 'auto']) {
      expect(text).to.not.include(secret);
    }
    const [row] = await connections.db.select().from(bids).where(eq(bids.auctionId, auctionId));
    const opening = { kind: 'auto', maxKrw: 7654, nonce: String(row?.nonce) } as const;
    const place = { auctionId, seq: 1 };
    expect(first?.entry).to.include({
      commitment: commitBid(sha256Hex, place, opening),
      raises: commitRaises(sha256Hex, place, { maximaKrw: [], nonce: String(first?.raisesNonce) }),
    });
    expect(row?.nonce).to.match(/^[0-9a-f]{32}$/);
    expect(row?.nonce).to.not.equal(first?.raisesNonce);
  });

  it('does not move for a silent raise, and puts it into the next entry, however it is recorded', async () => {
    const { auctionId } = await listedAuction(connections);
    await bid(auctionId, 'a', auto(2000));
    await record(auctionId);
    const { chainHash } = await rowOf(auctionId);
    await bid(auctionId, 'a', auto(3000));
    await record(auctionId);
    await bid(auctionId, 'a', auto(4000));
    await moveClosing(connections.redis, auctionId, {
      ...{ closesAtMs: Date.now() + 7_200_000, reason: 'operator' },
    });
    await record(auctionId);
    expect(await rowOf(auctionId)).to.include({ chainHash, recordedSeq: 1, recordedRaise: 3 });
    await bid(auctionId, 'a', auto(5000));
    await bid(auctionId, 'b', exact(6000));
    await record(auctionId);
    const chain = await chainOf(auctionId);
    expect(chain).to.have.length(3);
    const { entry, raisesNonce } = chain[2] ?? {};
    const opening = { maximaKrw: [3000, 4000, 5000], nonce: String(raisesNonce) };
    expect(entry).to.include({
      raises: commitRaises(sha256Hex, { auctionId, seq: 2 }, opening),
    });
    expect(entry?.type === 'bid' && entry.moves).to.have.length(1);
    expect(await chainFaults(connections.db, auctionId)).to.deep.equal([]);
  });

  it('commits to the reserve as it was listed, and makes a nonce where there is none', async () => {
    const reserveNonce = newNonce();
    for (const given of [{ reserveKrw: 5000, reserveNonce }, { reserveKrw: 5000 }]) {
      const { auctionId } = await listedAuction(connections, given);
      await bid(auctionId, 'a', exact(1000));
      await record(auctionId);
      const nonce = String((await rowOf(auctionId)).reserveNonce);
      expect(nonce).to.match(/^[0-9a-f]{32}$/);
      const [listing] = await chainOf(auctionId);
      expect(listing?.entry).to.include({
        reserveCommitment: commitReserve(sha256Hex, auctionId, { reserveKrw: 5000, nonce }),
      });
    }
  });

  it('is one chain however many record at once', async () => {
    const { auctionId } = await listedAuction(connections);
    for (let count = 0; count < 40; count += 1) {
      await bid(auctionId, `bidder-${count % 3}`, exact(1000 + count * 100));
    }
    await Promise.all(Array.from({ length: 4 }, () => record(auctionId)));
    expect(await chainOf(auctionId)).to.have.length(41);
    expect(await chainFaults(connections.db, auctionId)).to.deep.equal([]);
  });

  it('stops the recording when the chain does not end where the record does', async () => {
    for (const meddle of ['lost', 'foreign'] as const) {
      const { auctionId } = await listedAuction(connections);
      await bid(auctionId, 'a', exact(1000));
      await record(auctionId);
      const { db } = connections;
      const last = and(eq(chainEntries.auctionId, auctionId), eq(chainEntries.seq, 1));
      if (meddle === 'lost') await db.delete(chainEntries).where(last);
      else await db.insert(chainEntries).values({ auctionId, seq: 2, canonical: '', hash: '' });
      await bid(auctionId, 'b', exact(1100));
      const error = await record(auctionId).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(ChainBrokenError);
      expect(await rowOf(auctionId)).to.include({ recordedSeq: 1 });
      await db.delete(auctions).where(eq(auctions.auctionId, auctionId));
    }
  });

  it('leaves an auction without a chain that was recorded before there were any', async () => {
    const { auctionId } = await listedAuction(connections);
    await bid(auctionId, 'a', exact(1000));
    await record(auctionId);
    const { db } = connections;
    await db.delete(chainEntries).where(eq(chainEntries.auctionId, auctionId));
    await db.update(auctions).set({ chainHash: null }).where(eq(auctions.auctionId, auctionId));
    await bid(auctionId, 'b', exact(1100));
    await record(auctionId);
    expect(await rowOf(auctionId)).to.include({ recordedSeq: 2, chainHash: null });
    expect(await chainOf(auctionId)).to.deep.equal([]);
    expect(await chainFaults(connections.db, auctionId)).to.deep.equal([]);
  });

  it('is compared with the record, and what was changed in either is told', async () => {
    const { db } = connections;
    const { auctionId } = await listedAuction(connections, { reserveKrw: 9000 });
    await bid(auctionId, 'a', auto(2000));
    await bid(auctionId, 'a', auto(2500));
    await bid(auctionId, 'b', exact(4000));
    await record(auctionId);
    expect(await chainFaults(db, auctionId)).to.deep.equal([]);
    const second = and(eq(bids.auctionId, auctionId), eq(bids.seq, 2));
    const silent = and(eq(bids.auctionId, auctionId), eq(bids.raise, 1));
    expect((await db.select().from(bids).where(silent))[0]).to.include({ nonce: null });
    const meddlings = [
      [db.update(bids).set({ priceKrw: 4100 }).where(second), /entry 2/],
      [db.update(bids).set({ priceKrw: 4000, amountKrw: 4200 }).where(second), /entry 2/],
      [db.update(bids).set({ amountKrw: 4000, nonce: newNonce() }).where(second), /entry 2/],
      [db.update(bids).set({ amountKrw: 2600 }).where(silent), /entry 2/],
    ] as const;
    for (const [meddling, words] of meddlings) {
      await meddling;
      expect((await chainFaults(db, auctionId)).join()).to.match(words);
    }
    await db.update(auctions).set({ startKrw: 1 }).where(eq(auctions.auctionId, auctionId));
    expect((await chainFaults(db, auctionId)).join()).to.match(/entry 0/);
  });
});
