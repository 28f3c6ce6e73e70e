import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { Cluster } from 'ioredis';
import { addPersonWithToken } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys, LOADED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { isLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { slotOf } from '@sagopalgo/core/redis/slots.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { recordAuction } from '@sagopalgo/lambdas/src/record-bids/record-auction.ts';
import { openStream } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import type { SseClient } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import { askRedis, versionOf } from '../services/ask-redis.ts';
import { provideRedis } from '../services/redis.ts';
import { redisProgram } from '../services/redis-server.ts';
import { Rush, sendBid } from './cluster-rush.ts';
import { moveSlot } from './move-slot.ts';
import { startClusterSystem } from './cluster-system.ts';
import type { ClusterSystem } from './cluster-system.ts';

const AUCTIONS = 24;
const BIDDERS = 8;
const ENOUGH_BIDS = 3;
const ANSWERED_WITHIN_MS = 2_000;
const ENTRIES_MAX = 10_000;
const WITHIN_MS = 120_000;
const HOUR_MS = 3_600_000;

describe('auctions on a cluster of three masters', function cluster() {
  this.timeout(WITHIN_MS);
  let system: ClusterSystem;
  /** Auctions by the port of their master. */
  let auctionsOf: Map<number, string[]>;
  let tokens: string[];

  before(async function () {
    if (redisProgram() === null) this.skip();
    system = await startClusterSystem();
    const { deps } = system.api;
    auctionsOf = new Map();
    for (let index = 0; index < AUCTIONS; index += 1) {
      const auction = await addAuction(deps.db);
      expect(await openAuction(deps.redis, auction)).to.equal('OPENED');
      const port = masterOf(auctionKeys(auction.auctionId).state);
      auctionsOf.set(port, [...(auctionsOf.get(port) ?? []), auction.auctionId]);
    }
    const people = Array.from({ length: BIDDERS }, () => addPersonWithToken(deps));
    tokens = (await Promise.all(people)).map(({ userId }) => signedIn(userId));
  });

  after(() => system?.end());

  // As a browser has it: whether that signing-in is over is asked with every bid.
  function signedIn(userId: string): string {
    const claims = { userId, nickname: 'bidder', role: 'USER' as const, familyId: randomUUID() };
    return signAccessToken(system.api.deps.accessKey, claims, Date.now() + HOUR_MS);
  }

  function clusterClient(): Cluster {
    const { redis } = system.api.deps;
    if (!(redis instanceof Cluster)) throw new Error('the api is not on a cluster');
    return redis;
  }

  function masterOf(key: string): number {
    return Number(clusterClient().slots[slotOf(key)]?.[0]?.split(':')[1]);
  }

  function everyAuction(): string[] {
    return [...auctionsOf.values()].flat();
  }

  async function watching(auctionIds: string[]): Promise<SseClient> {
    const client = await openStream(system.window.port, auctionIds.join());
    await eventually(async () => client.named('snapshot').length === auctionIds.length);
    return client;
  }

  it('are on all three, and are asked for by the slots that the cluster itself sees', async () => {
    const ports = system.cluster.masters.map(({ port }) => port);
    expect([...auctionsOf.keys()]).to.have.members(ports);
    const odd = ['', 'a', '{}', '{}b', 'a{b}c{d}', '{a', 'a}', '{{a}}', '한글', '{한글}:x'];
    for (const key of [...odd, ...everyAuction(), randomUUID()]) {
      expect(slotOf(key), key).to.equal(await clusterClient().cluster('KEYSLOT', key));
    }
    const service = await provideRedis({
      dataDir: '',
      log: (line) => expect.fail(line),
      env: { REDIS_URL: system.cluster.url },
    });
    expect(service.source).to.equal('environment');
    const version = await askRedis(system.cluster.masters[0]?.url ?? '', versionOf);
    expect(Number.parseInt(version ?? '', 10)).to.be.at.least(7);
  });

  it('go on without a master that is lost, and with it again, and lose no bid', async () => {
    const { api, cluster, window } = system;
    // The master that knows whose sessions are over: nobody else's bids may hang on it.
    const lostPort = masterOf('session:{ended}:');
    const lost = auctionsOf.get(lostPort) ?? [];
    const others = everyAuction().filter((auctionId) => !lost.includes(auctionId));
    const master = cluster.masters.find(({ port }) => port === lostPort);
    const [unlucky, lucky] = [await watching(lost), await watching(others)];
    const rush = new Rush(api, everyAuction(), tokens);
    await rush.untilAccepted(everyAuction(), ENOUGH_BIDS, 0);

    await master?.kill();
    const killedAtMs = Date.now();
    await rush.untilAccepted(others, ENOUGH_BIDS, killedAtMs);
    const late = await openStream(window.port, lost.join());
    await eventually(async () => unlucky.isStale && late.isStale);
    const wasAway = rush.sent.filter(({ sentAtMs }) => sentAtMs >= killedAtMs);
    const { states } = await readLive(api.deps.redis, everyAuction());
    expect([...states.faults.keys()]).to.have.members(lost);
    expect([...states.keys()]).to.have.members(others);
    const list = await api.call('GET', '/auctions?limit=100');
    expect(list.status).to.equal(200);

    await master?.restart();
    await rush.untilAccepted(everyAuction(), ENOUGH_BIDS, Date.now());
    await rush.stop();
    for (const bid of wasAway) {
      const isLost = lost.includes(bid.auctionId);
      expect(bid.status, bid.auctionId).to.be.oneOf(isLost ? [503] : [201, 409]);
    }
    expect(wasAway.some(({ status }) => status === 503)).to.equal(true);
    const slowestMs = Math.max(...wasAway.map((bid) => bid.answeredAtMs - bid.sentAtMs));
    expect(slowestMs).to.be.below(ANSWERED_WITHIN_MS);
    for (const auctionId of everyAuction()) await expectNothingLost(rush, auctionId);
    await expectAllSeen(rush, unlucky, lost);
    await expectAllSeen(rush, lucky, others);
    await eventually(async () => !unlucky.isStale && !late.isStale);
    expect(late.named('snapshot')).to.have.length(lost.length);
    expect(lucky.named('stale')).to.deep.equal([]);
    expect(window.faults()).to.deep.equal([]);
  });

  it('go on where they are moved to, and are watched there', async () => {
    const { api, cluster } = system;
    const [auctionId = ''] = auctionsOf.get(cluster.masters[0]?.port ?? 0) ?? [];
    const key = auctionKeys(auctionId).state;
    const client = await watching([auctionId]);
    const startsAt = Number(client.named('snapshot')[0]?.data['seq']);
    const rush = new Rush(api, [auctionId], tokens.slice(0, 2), startsAt);
    await rush.untilAccepted([auctionId], ENOUGH_BIDS, 0);
    const [from, to] = cluster.masters;
    if (!from || !to) throw new Error('a cluster has masters');
    await moveSlot(from, to, slotOf(key));
    await eventually(async () => masterOf(key) === to.port);
    await rush.untilAccepted([auctionId], ENOUGH_BIDS, Date.now());
    await rush.stop();
    const statuses = new Set(rush.sent.map(({ status }) => status));
    expect([201, 409, 503]).to.include.members([...statuses]);
    await expectNothingLost(rush, auctionId);
    const last = Math.max(...rush.accepted(auctionId).map(({ answer }) => answer.seq));
    await eventually(async () => client.seqsOf(auctionId).at(-1) === last);
    const seqs = client.seqsOf(auctionId);
    expect(seqs).to.deep.equal(seqs.map((_, index) => startsAt + index + 1));
    const { states } = await readLive(api.deps.redis, everyAuction());
    expect([...states.keys()]).to.have.members(everyAuction());
  });

  it('are taken for loaded only while every master has its marks', async () => {
    const { redis } = system.api.deps;
    expect(await isLoaded(redis)).to.equal(true);
    const emptied = system.cluster.masters.find(({ port }) => port !== masterOf(LOADED_KEY));
    await askRedis(emptied?.url ?? '', (master) => master.flushall());
    expect(await isLoaded(redis)).to.equal(false);
  });

  /** Every bid that was answered 201 is in the log once, and in the record once, as it was answered. */
  async function expectNothingLost(rush: Rush, auctionId: string): Promise<void> {
    const { api, hands } = system;
    const accepted = rush.accepted(auctionId);
    const log = await readLog(api.deps.redis, auctionId, { seq: 0, raise: 0 }, ENTRIES_MAX);
    expect(log.map(({ seq }) => seq)).to.deep.equal(log.map((_, index) => index + 1));
    await recordAuction(hands, auctionId);
    const rows = await api.deps.db.select().from(bids).where(eq(bids.auctionId, auctionId));
    expect(rows).to.have.length(log.length);
    for (const { body, answer } of accepted) {
      const entries = log.filter((entry) => entry.type === 'bid' && entry.bidId === body.bidId);
      expect(entries.map(({ seq }) => seq)).to.deep.equal([answer.seq]);
      const recorded = rows.filter(({ bidId }) => bidId === body.bidId);
      expect(recorded.map(({ seq }) => seq)).to.deep.equal([answer.seq]);
    }
    const [first] = accepted;
    if (first) expect((await sendBid(api, first)).answer).to.deep.equal(first.answer);
  }

  async function expectAllSeen(rush: Rush, client: SseClient, ids: string[]): Promise<void> {
    for (const auctionId of ids) {
      const lastSeq = Math.max(...rush.accepted(auctionId).map(({ answer }) => answer.seq));
      await eventually(async () => (client.seqsOf(auctionId).at(-1) ?? 0) >= lastSeq);
      const seqs = client.seqsOf(auctionId);
      expect(seqs).to.deep.equal(seqs.map((_, index) => index + 1));
    }
  }
});
