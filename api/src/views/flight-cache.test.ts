import { expect } from 'chai';
import { FlightCache } from './flight-cache.ts';

const LIFE_MS = 5_000;
const FLIGHT_MAX_MS = 2_000;

describe('what is kept of the record for a moment', () => {
  let nowMs = 1;
  let reads = 0;
  let cache: FlightCache<{ read: number }>;
  beforeEach(() => {
    nowMs = 1;
    reads = 0;
    cache = new FlightCache({ lifeMs: LIFE_MS, entriesMax: 10, nowMs: () => nowMs });
  });

  const load = async () => ({ read: (reads += 1) });
  const readAt = async (key: string, atMs: number) => {
    nowMs = atMs;
    return (await cache.read(key, load)).read;
  };

  it('is read once for many who ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => cache.read('a', load)));
    expect(new Set(answers.map(({ read }) => read))).to.deep.equal(new Set([1]));
    expect(reads).to.equal(1);
  });

  it('tells how much of a reading was kept or on its way, and how much had to be read', async () => {
    const told: [hits: number, misses: number][] = [];
    const onRead = (hits: number, misses: number) => told.push([hits, misses]);
    const counted = new FlightCache<object>({ lifeMs: LIFE_MS, entriesMax: 10, onRead });
    const loadAll = async (missing: string[]) => new Map(missing.map((key) => [key, {}]));
    await Promise.all([counted.readAll(['a', 'b'], loadAll), counted.readAll(['b', 'c'], loadAll)]);
    await counted.readAll(['a', 'b', 'c', 'c'], loadAll);
    expect(told).to.deep.equal([
      [0, 2],
      [1, 1],
      [3, 0],
    ]);
    const off = new FlightCache<object>({ lifeMs: 0, entriesMax: 10, onRead });
    await off.readAll(['a', 'b'], loadAll);
    expect(told.at(-1)).to.deep.equal([0, 2]);
  });

  it('is never handed out older than its life, and kept for seven tenths of it at least', async () => {
    for (let round = 0; round < 200; round += 1) {
      const key = `key-${round}`;
      nowMs = 1 + round * 2 * LIFE_MS;
      const first = await readAt(key, nowMs);
      expect(await readAt(key, nowMs + 0.69 * LIFE_MS)).to.equal(first);
      expect(await readAt(key, nowMs + 0.32 * LIFE_MS)).to.not.equal(first);
    }
  });

  it('does not all end together', async () => {
    const wide = new FlightCache<object>({
      ...{ lifeMs: LIFE_MS, entriesMax: 1_000, nowMs: () => nowMs },
    });
    const keys = Array.from({ length: 500 }, (_, index) => `key-${index}`);
    const loadAll = async (missing: string[]) => {
      reads += missing.length;
      return new Map(missing.map((key) => [key, {}]));
    };
    await wide.readAll(keys, loadAll);
    reads = 0;
    nowMs += 0.85 * LIFE_MS;
    await wide.readAll(keys, loadAll);
    expect(reads).to.be.within(150, 350);
  });

  it('is read again after a read that failed, which fails for all who waited', async () => {
    const failing = async (): Promise<never> => {
      reads += 1;
      throw new Error('away');
    };
    const answers = await Promise.allSettled([cache.read('a', failing), cache.read('a', failing)]);
    expect(answers.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(reads).to.equal(1);
    expect(await cache.read('a', load)).to.deep.equal({ read: 2 });
  });

  it('waits two seconds for one read, and then for another', async () => {
    const first = Promise.withResolvers<{ read: number }>();
    const slow = cache.read('a', () => first.promise);
    nowMs += FLIGHT_MAX_MS;
    const beside = cache.read('a', load);
    nowMs += 1;
    expect(await cache.read('a', load)).to.deep.equal({ read: 1 });
    first.resolve({ read: 99 });
    expect(await Promise.all([slow, beside])).to.deep.equal([{ read: 99 }, { read: 99 }]);
    expect(await cache.read('a', load), 'what was begun last').to.deep.equal({ read: 1 });
  });

  it('tells those who waited for a read of its failure, and keeps the one after it', async () => {
    const first = Promise.withResolvers<{ read: number }>();
    const slow = cache.read('a', () => first.promise);
    nowMs += FLIGHT_MAX_MS + 1;
    await cache.read('a', load);
    first.reject(new Error('away'));
    expect(await slow.catch(({ message }: Error) => message)).to.equal('away');
    expect(await cache.read('a', load)).to.deep.equal({ read: 1 });
  });

  it('keeps what took long to read where no other read was begun, until its life is over', async () => {
    const { promise, resolve } = Promise.withResolvers<{ read: number }>();
    const slow = cache.read('a', () => promise);
    nowMs += FLIGHT_MAX_MS + 1;
    resolve({ read: 99 });
    await slow;
    expect(await cache.read('a', load)).to.deep.equal({ read: 99 });
    nowMs += LIFE_MS - FLIGHT_MAX_MS;
    expect(await cache.read('a', load), 'too old by now').to.deep.equal({ read: 1 });
  });

  it('does not keep what was forgotten while it was read', async () => {
    const { promise, resolve } = Promise.withResolvers<{ read: number }>();
    const before = cache.read('a', () => promise);
    cache.forget('a');
    const after = cache.read('a', load);
    resolve({ read: 99 });
    expect(await Promise.all([before, after])).to.deep.equal([{ read: 99 }, { read: 1 }]);
    expect(await cache.read('a', load)).to.deep.equal({ read: 1 });
  });

  it('forgets one, or all', async () => {
    await Promise.all([cache.read('a', load), cache.read('b', load)]);
    cache.forget('a');
    expect(await cache.read('b', load)).to.deep.equal({ read: 2 });
    expect(await cache.read('a', load)).to.deep.equal({ read: 3 });
    cache.forgetAll();
    expect(await cache.read('b', load)).to.deep.equal({ read: 4 });
  });

  it('reads together what is missing, and keeps nothing of what there is not', async () => {
    const asked: string[][] = [];
    const some = async (missing: string[]) => {
      asked.push(missing);
      return new Map(missing.filter((key) => key !== 'none').map((key) => [key, { read: 1 }]));
    };
    const keysOf = async (keys: string[]) => [...(await cache.readAll(keys, some)).keys()];
    expect(await keysOf(['a', 'none'])).to.deep.equal(['a']);
    expect(await keysOf(['a', 'b', 'none'])).to.deep.equal(['a', 'b']);
    expect(asked).to.deep.equal([
      ['a', 'none'],
      ['b', 'none'],
    ]);
  });

  it('is bounded: what nobody asked for the longest goes first', async () => {
    for (let index = 0; index < 10; index += 1) await cache.read(`key-${index}`, load);
    await cache.read('key-0', load);
    await cache.read('one more', load);
    expect(reads).to.equal(11);
    await cache.read('key-0', load);
    expect(reads).to.equal(11);
    await cache.read('key-1', load);
    expect(reads).to.equal(12);
  });

  it('is nothing at all where its life is 0', async () => {
    const off = new FlightCache({ lifeMs: 0, entriesMax: 10 });
    await Promise.all([off.read('a', load), off.read('a', load)]);
    expect(reads).to.equal(2);
  });
});
