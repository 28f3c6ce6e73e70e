import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { viewKeys } from './keys.ts';
import { countView, dropViews, takeViews, viewShardOf } from './view-counts.ts';

const HOUR_MS = 3_600_000;
const VIEWERS_MAX = 100_000;

describe('the count of views', () => {
  let connections: TestConnections;
  let auctionId: string;
  let shard: number;
  let keys: ReturnType<typeof viewKeys>;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());
  beforeEach(async () => {
    auctionId = randomUUID();
    shard = viewShardOf(auctionId);
    keys = viewKeys(shard);
    await connections.redis.del(keys.viewers, keys.counted, keys.taken);
  });

  const count = (viewer: string, of = auctionId) => countView(connections.redis, of, viewer);
  const counted = async () => Number(await connections.redis.hget(keys.counted, auctionId));

  it('counts a viewer once in an hour, and again after it', async () => {
    expect([await count('a'), await count('a')]).to.deep.equal([true, false]);
    const { redis } = connections;
    const [mark = ''] = await redis.zrange(keys.viewers, 0, '-1');
    expect(await count('b')).to.equal(true);
    await redis.zadd(keys.viewers, Date.now() - HOUR_MS + 5_000, mark);
    expect(await count('a')).to.equal(false);
    await redis.zadd(keys.viewers, Date.now() - HOUR_MS, mark);
    expect([await count('a'), await count('a')]).to.deep.equal([true, false]);
    expect(await counted()).to.equal(3);
  });

  it('keeps apart who looks at what, and says so to nobody who reads Redis', async () => {
    const other = randomUUID();
    expect([await count('a'), await count('a', other)]).to.deep.equal([true, true]);
    const marks = await connections.redis.zrange(keys.viewers, 0, '-1');
    expect(marks.join()).to.not.include(auctionId).and.not.match(/\ba\b/);
    const { counted: elsewhere } = viewKeys(viewShardOf(other));
    await connections.redis.hdel(elsewhere, other);
  });

  it('counts everybody who comes at once exactly once', async () => {
    const viewers = Array.from({ length: 1000 }, (_, number) => `viewer-${number % 500}`);
    const answers = await Promise.all(viewers.map((viewer) => count(viewer)));
    expect(answers.filter(Boolean)).to.have.length(500);
    expect(await counted()).to.equal(500);
  });

  it('forgets those of an hour ago as others come, and the oldest where there are too many', async () => {
    const { redis } = connections;
    for (let number = 0; number < 20; number += 1) {
      await redis.zadd(keys.viewers, Date.now() - HOUR_MS - number, `old-${number}`);
    }
    for (const viewer of ['a', 'b']) await count(viewer);
    expect(await redis.zcard(keys.viewers)).to.equal(2);
    const many = Array.from({ length: VIEWERS_MAX }, (_, at) => [Date.now() - 1000, `many-${at}`]);
    for (let start = 0; start < many.length; start += 10_000) {
      await redis.zadd(keys.viewers, ...many.slice(start, start + 10_000).flat());
    }
    await count('c');
    expect(await redis.zcard(keys.viewers)).to.equal(VIEWERS_MAX);
    expect(await count('c')).to.equal(false);
    await redis.del(keys.viewers);
  });

  it('is taken as one batch, the same until it is dropped, while others are counted', async () => {
    const { redis } = connections;
    expect(await takeViews(redis, shard)).to.equal(null);
    await count('a');
    await count('b');
    const batch = await takeViews(redis, shard);
    expect(batch?.views).to.deep.equal(new Map([[auctionId, 2]]));
    await count('c');
    expect(await takeViews(redis, shard)).to.deep.equal(batch);
    await dropViews(redis, shard, 'another');
    expect(await takeViews(redis, shard)).to.deep.equal(batch);
    await dropViews(redis, shard, String(batch?.batchId));
    const next = await takeViews(redis, shard);
    expect(next?.views).to.deep.equal(new Map([[auctionId, 1]]));
    expect(next?.batchId).to.not.equal(batch?.batchId);
    await dropViews(redis, shard, String(batch?.batchId));
    expect(await takeViews(redis, shard)).to.deep.equal(next);
    await dropViews(redis, shard, String(next?.batchId));
    expect(await takeViews(redis, shard)).to.equal(null);
  });
});
