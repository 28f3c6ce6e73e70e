import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import { RECORD_NEWS_CHANNEL } from '@sagopalgo/core/redis/keys.ts';
import {
  eventually,
  openTestConnections,
  quietLog,
  testUrls,
} from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { RecordCache } from './record-cache.ts';

/** Shorter than anything is kept for. */
const SOON_MS = 3_000;

describe('what processes keep of the record', () => {
  let connections: TestConnections;
  let one: RecordCache;
  let other: RecordCache;
  let reads = 0;

  before(async () => {
    connections = await openTestConnections();
    [one, other] = await Promise.all([opened(), opened()]);
  });
  // Whoever has just begun to listen forgets all once more, and what a test tells may be heard after it.
  beforeEach(untilHeard);
  after(async () => {
    await Promise.all([one.end(), other.end()]);
    await connections.end();
  });

  async function opened(): Promise<RecordCache> {
    const { redis } = connections;
    const log = quietLog();
    const cache = new RecordCache({ redis, redisUrl: testUrls().redisUrl, log, lifeMs: 5_000 });
    await cache.connect();
    return cache;
  }

  const readIn = async (
    cache: RecordCache,
    key: string,
    state: ListedState = 'live',
  ): Promise<number> => {
    const page = await cache.lists[state].read(key, async () => {
      reads += 1;
      return { auctionIds: [String(reads)], nextCursor: null };
    });
    return Number(page.auctionIds[0]);
  };

  const load = async (missing: string[]) => new Map(missing.map((id) => [id, { id } as never]));

  // What one tells is heard in its order, so that all before it has been heard when this is.
  async function untilHeard(): Promise<void> {
    for (const [teller, hearer] of [
      [one, other],
      [other, one],
    ] as const) {
      const mark = randomUUID();
      const kept = async () => (await hearer.auctions.readAll([mark], load)).get(mark);
      const before = await kept();
      await eventually(async () => {
        await teller.tell({ auctionId: mark, lists: 'same' });
        return (await kept()) !== before;
      });
    }
  }

  it('is forgotten by all when one of them says that it has changed', async () => {
    const key = randomUUID();
    const first = await Promise.all([readIn(one, key), readIn(other, key)]);
    expect(await Promise.all([readIn(one, key), readIn(other, key)])).to.deep.equal(first);
    await one.tell({ categories: true });
    expect(await readIn(one, key)).to.not.equal(first[0]);
    await eventually(async () => (await readIn(other, key)) !== first[1], SOON_MS);
  });

  it('is as it was for other auctions than the one that has changed', async () => {
    const [changed, same] = [randomUUID(), randomUUID()];
    const before = await other.auctions.readAll([changed, same], load);
    await one.tell({ auctionId: changed });
    await eventually(async () => {
      const now = await other.auctions.readAll([changed, same], load);
      expect(now.get(same)).to.equal(before.get(same));
      return now.get(changed) !== before.get(changed);
    }, SOON_MS);
  });

  it('is forgotten of those lists alone in which the change may show', async () => {
    const key = randomUUID();
    const states = ['coming', 'live', 'ended'] as const;
    const readAll = (cache: RecordCache) =>
      Promise.all(states.map((state) => readIn(cache, key, state)));
    const before = await readAll(one);
    const [comingElsewhere, ...othersElsewhere] = await readAll(other);
    await one.tell({ auctionId: randomUUID(), lists: 'same' });
    expect(await readAll(one)).to.deep.equal(before);
    await one.tell({ auctionId: randomUUID(), lists: 'coming' });
    const [coming, ...others] = await readAll(one);
    expect(coming).to.not.equal(before[0]);
    expect(others).to.deep.equal(before.slice(1));
    await eventually(async () => (await readIn(other, key, 'coming')) !== comingElsewhere, SOON_MS);
    expect((await readAll(other)).slice(1)).to.deep.equal(othersElsewhere);
    await one.tell({ auctionId: randomUUID() });
    const after = await readAll(one);
    expect(after.filter((read, index) => read === before[index])).to.deep.equal([]);
  });

  it('is nothing that anybody else can say by what is no news', async () => {
    const { redis } = connections;
    const key = randomUUID();
    const before = await readIn(other, key);
    for (const text of [
      '',
      '{}',
      'null',
      '{"auctionId":1}',
      '{"auctionId":"a","lists":"x"}',
      '{"categories":false}',
    ]) {
      await redis.spublish(RECORD_NEWS_CHANNEL, text);
    }
    expect(await readIn(other, key)).to.equal(before);
    await one.tell({ auctionId: randomUUID() });
    await eventually(async () => (await readIn(other, key)) !== before, SOON_MS);
  });

  it('is changed all the same while Redis is away', async () => {
    const away = openedAway();
    try {
      const key = randomUUID();
      const before = await readIn(away, key);
      await away.tell({ auctionId: randomUUID() });
      expect(await readIn(away, key)).to.not.equal(before);
    } finally {
      await away.end();
    }
  });

  it('ends only once it has connected, so that nothing is left of it', async () => {
    const { redis } = connections;
    const { redisUrl } = testUrls();
    const brief = new RecordCache({ redis, redisUrl, log: quietLog(), lifeMs: 5_000 });
    let hasConnected = false;
    const connecting = brief.connect().then(() => (hasConnected = true));
    await brief.end();
    expect(hasConnected).to.equal(true);
    await connecting;
  });

  function openedAway(): RecordCache {
    const redisUrl = 'redis://127.0.0.1:9';
    const redis = { spublish: () => Promise.reject(new Error('away')) } as never;
    return new RecordCache({ redis, redisUrl, log: quietLog(), lifeMs: 5_000 });
  }
});
