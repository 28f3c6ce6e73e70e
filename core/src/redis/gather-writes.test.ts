import { randomUUID } from 'node:crypto';
import { Cluster } from 'ioredis';
import type { Redis } from 'ioredis';
import { expect } from 'chai';
import { eventually, openTestConnections, testUrls } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { connectRedis, whenConnected } from './connect.ts';
import type { AuctionRedis } from './connect.ts';
import { gatherWrites } from './gather-writes.ts';

const ASKS = 200;

describe('gathering what is asked in one turn', () => {
  let connections: TestConnections;
  let redis: AuctionRedis;
  before(async () => {
    connections = await openTestConnections();
  });
  beforeEach(async () => {
    redis = gatherWrites(connectRedis(testUrls().redisUrl));
    redis.on('error', () => {});
    await whenConnected(redis);
  });
  afterEach(() => redis.disconnect());
  after(() => connections.end());

  // All keys of these tests are in one slot.
  const key = `gather:{${randomUUID()}}`;
  const servers = (): Redis[] => (redis instanceof Cluster ? redis.nodes('master') : [redis]);
  const held = () => servers().map(({ stream }) => stream.writableCorked);
  const none = () => servers().map(() => 0);

  it('lets it go at the end of the turn', async () => {
    expect(held()).to.deep.equal(none());
    const asked = [redis.set(key, '1'), redis.incr(key)];
    expect(Math.max(...held())).to.equal(1);
    expect(await Promise.all(asked)).to.deep.equal(['OK', 2]);
    expect(held()).to.deep.equal(none());
  });

  it('answers everything in its order, however much it is', async () => {
    await redis.del(key);
    const large = 'x'.repeat(100_000);
    const counts = Array.from({ length: ASKS }, async () => {
      const [count, echo] = await Promise.all([redis.incr(key), redis.getset(`${key}:l`, large)]);
      return [count, echo === null || echo === large];
    });
    const expected = Array.from({ length: ASKS }, (_, index) => [index + 1, true]);
    expect(await Promise.all(counts)).to.deep.equal(expected);
  });

  it('lets go what was asked just before it was told to end', async () => {
    const told = redis.set(key, 'told').catch(() => undefined);
    redis.disconnect();
    await told;
    expect(await connections.redis.get(key)).to.equal('told');
  });

  it('goes on where a connection broke in the midst', async () => {
    const [server] = servers() as [Redis];
    const broken = Array.from({ length: ASKS }, () => server.ping().catch(() => 'broken'));
    server.stream.destroy();
    expect(new Set(await Promise.all(broken))).to.deep.equal(new Set(['broken']));
    await eventually(async () => (await redis.set(key, 'again').catch(() => null)) === 'OK');
    expect(held()).to.deep.equal(none());
  });
});
