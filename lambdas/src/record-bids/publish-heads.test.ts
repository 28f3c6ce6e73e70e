import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { HeadEvent } from '@sagopalgo/core/contracts/events.ts';
import { auctions, chainHeads } from '@sagopalgo/core/mysql/schema.ts';
import { closeAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { connectSubscriber } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readMessage } from '@sagopalgo/core/redis/public-events.ts';
import { HEAD_TYP, ISSUER } from '@sagopalgo/core/rules/signed-claims.ts';
import { jwsVerifier } from '@sagopalgo/core/rules/verify-jws.ts';
import { createSigner, newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { eventually, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { listedAuction, openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { HEADS_EVERY_MS, publishHeads } from './publish-heads.ts';
import { recordAuction } from './record-auction.ts';
import { signHead } from './sign-head.ts';

const HOUR_MS = 3_600_000;

describe('publishing heads', () => {
  const signer = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
  let connections: LambdaTestConnections;
  let subscriber: ReturnType<typeof connectSubscriber>;
  before(async () => {
    connections = await openLambdaConnections();
    subscriber = connectSubscriber(testUrls().redisUrl);
    await subscriber.connect();
  });
  after(async () => {
    subscriber.disconnect();
    await connections.end();
  });

  /** Everything told on an auction's channel from now on that is a head. */
  async function listen(auctionId: string): Promise<HeadEvent[]> {
    const { channel } = auctionKeys(auctionId);
    const heads: HeadEvent[] = [];
    subscriber.on('smessage', (on: string, message: string) => {
      if (on !== channel) return;
      const told = readMessage(auctionId, message);
      if (told.event === 'head') heads.push(told.data);
    });
    await subscriber.ssubscribe(channel);
    return heads;
  }

  const keptOf = (auctionId: string) =>
    connections.db
      .select()
      .from(chainHeads)
      .where(eq(chainHeads.auctionId, auctionId))
      .orderBy(asc(chainHeads.signedAtMs));
  const publishAt = (atMs: number) => publishHeads({ ...connections, now: () => atMs }, signer);
  const bid = (auctionId: string, bidderId: string, maxKrw: number) =>
    placeBid(connections.redis, {
      ...{ auctionId, bidderId, bidId: randomUUID(), kind: 'auto', maxKrw },
    });

  it('tells and keeps the signed head of an open auction, the listing before any bid', async () => {
    const { auctionId } = await listedAuction(connections);
    const heads = await listen(auctionId);
    const atMs = Date.now();
    await publishAt(atMs);
    const head = await eventually(async () => heads[0]);
    const { keys } = await signer.jwks();
    const checked = await jwsVerifier(keys)(head.jws, HEAD_TYP);
    const { jws: _, ...said } = head;
    expect(said).to.deep.include({ auctionId, seq: 0, atMs });
    expect(checked).to.deep.equal({ outcome: 'genuine', payload: { iss: ISSUER, ...said } });
    const { hash, jws } = head;
    expect(await keptOf(auctionId)).to.deep.equal([
      { auctionId, seq: 0, hash, jws, signedAtMs: atMs },
    ]);
  });

  it('tells it every minute whatever happened, the same after a silent raise, and keeps the newest', async () => {
    const { auctionId } = await listedAuction(connections);
    const heads = await listen(auctionId);
    const startMs = Date.now();
    await bid(auctionId, 'a', 2000);
    await recordAuction(connections, auctionId);
    await publishAt(startMs);
    await bid(auctionId, 'a', 3000);
    await recordAuction(connections, auctionId);
    await publishAt(startMs + HEADS_EVERY_MS);
    await publishAt(startMs + 2 * HEADS_EVERY_MS);
    await eventually(async () => heads.length === 3);
    expect(new Set(heads.map(({ seq, hash }) => `${seq} ${hash}`)).size).to.equal(1);
    expect(new Set(heads.map(({ jws }) => jws.length)).size).to.equal(1);
    expect((await keptOf(auctionId)).map(({ signedAtMs }) => signedAtMs - startMs)).to.deep.equal([
      2 * HEADS_EVERY_MS,
    ]);
    await bid(auctionId, 'b', 2500);
    await recordAuction(connections, auctionId);
    await publishAt(startMs + 3 * HEADS_EVERY_MS);
    expect((await keptOf(auctionId)).map(({ seq }) => seq)).to.deep.equal([1, 2]);
  });

  it('does not tell it twice a minute when two keepers run', async () => {
    const { auctionId } = await listedAuction(connections);
    const heads = await listen(auctionId);
    const startMs = Date.now();
    await publishAt(startMs);
    await publishAt(startMs + 20_000);
    await publishAt(startMs + HEADS_EVERY_MS);
    await eventually(async () => heads.length === 2);
    await pause(50);
    expect(heads.map(({ atMs }) => atMs - startMs)).to.deep.equal([0, HEADS_EVERY_MS]);
  });

  it('passes over auctions that are not open', async () => {
    const coming = await listedAuction(connections, { opensAtMs: Date.now() + HOUR_MS });
    const over = await listedAuction(connections, { closesAtMs: Date.now() - 1 });
    await publishAt(Date.now());
    for (const { auctionId } of [coming, over]) {
      expect(await keptOf(auctionId)).to.deep.equal([]);
    }
  });

  it('signs the end of a settled auction that nobody has signed yet, once', async () => {
    const { auctionId } = await listedAuction(connections);
    await bid(auctionId, 'a', 2000);
    const { redis, db } = connections;
    await redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
    await closeAuction(redis, auctionId);
    await recordAuction(connections, auctionId);
    await db
      .update(auctions)
      .set({ state: 'sold', closesAtMs: Date.now() - 1, settledAtMs: Date.now() })
      .where(eq(auctions.auctionId, auctionId));
    const nowMs = Date.now();
    await publishAt(nowMs);
    await publishAt(nowMs + HEADS_EVERY_MS);
    expect((await keptOf(auctionId)).map(({ seq, signedAtMs }) => [seq, signedAtMs])).to.deep.equal(
      [[2, nowMs]],
    );
  });

  it('tells all of many', async () => {
    const listed = await Promise.all(Array.from({ length: 12 }, () => listedAuction(connections)));
    const told = await publishAt(Date.now());
    expect(told).to.be.at.least(12);
    for (const { auctionId } of listed) expect(await keptOf(auctionId)).to.have.length(1);
  });

  it('signs one for the closing, as far as it is recorded, or none without a chain', async () => {
    const { auctionId } = await listedAuction(connections);
    expect(await signHead(connections, signer, auctionId)).to.include({ auctionId, seq: 0 });
    await bid(auctionId, 'a', 2000);
    await recordAuction(connections, auctionId);
    const head = await signHead(connections, signer, auctionId);
    const closing = { head: head && { seq: head.seq, jws: head.jws } };
    await connections.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
    expect(await closeAuction(connections.redis, auctionId, closing)).to.include({ seq: 2 });
    expect((await keptOf(auctionId)).map(({ seq }) => seq)).to.deep.equal([0, 1]);
    const old = await listedAuction(connections, { recordedSeq: 3 });
    expect(await signHead(connections, signer, old.auctionId)).to.equal(null);
    expect(await signHead(connections, signer, 'no-such-auction')).to.equal(null);
  });
});
