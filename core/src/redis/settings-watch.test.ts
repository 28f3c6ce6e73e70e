import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import type { AuctionRedis } from './connect.ts';
import { mastersOf } from './masters.ts';
import { SettingsWatch } from './settings-watch.ts';
import type { Durability } from './settings-watch.ts';

/** What a server says of itself, in place of what the tests' Redis does. */
interface Posed {
  version?: string;
  appendonly?: string;
  appendfsync?: string;
  policy?: string;
  refusesConfig?: boolean;
  isAway?: boolean;
}

describe('looking at how Redis is set', () => {
  let connections: TestConnections;
  const watches: SettingsWatch[] = [];
  before(async () => {
    connections = await openTestConnections();
  });
  afterEach(() => {
    for (const watch of watches.splice(0)) watch.stop();
  });
  after(() => connections.end());

  /** A watch of a Redis that poses as `posed`, which may be changed; and what it logs. */
  async function watchOf(posed: Posed, durability: Durability = 'required') {
    const said: [level: string, event: string, facts?: Record<string, unknown>][] = [];
    const log = {
      error: (event: string, facts: Record<string, unknown>) =>
        void said.push(['error', event, facts]),
      warn: (event: string, facts: Record<string, unknown>) =>
        void said.push(['warn', event, facts]),
      info: (event: string) => void said.push(['info', event]),
    };
    const redis = posing(connections.redis, posed);
    const watch = new SettingsWatch({ redis, log, durability });
    watches.push(watch);
    await watch.look();
    return { watch, said, events: () => said.map(([level, event]) => [level, event]) };
  }

  it('finds nothing wrong with a durable one of version 7, and says nothing', async () => {
    const { watch, said } = await watchOf({});
    expect(watch.faults()).to.deep.equal([]);
    expect(said).to.deep.equal([]);
  });

  it('names each setting that may lose accepted bids, and logs it once', async () => {
    const posed: Posed = { appendonly: 'no', appendfsync: 'everysec', policy: 'allkeys-lru' };
    const { watch, said, events } = await watchOf(posed);
    const faults = [
      'redis: accepted bids may be lost, as appendonly is no and must be yes',
      'redis: accepted bids may be lost, as appendfsync is everysec and must be always',
      'redis: accepted bids may be lost, as maxmemory-policy is allkeys-lru and must be noeviction',
    ];
    expect(watch.faults()).to.deep.equal(faults);
    await watch.look();
    expect(events()).to.deep.equal([['error', 'redis.unfit']]);
    expect(said[0]?.[2]?.['faults']).to.deep.equal(faults);
    Object.assign(posed, { appendonly: 'yes', appendfsync: 'always', policy: 'noeviction' });
    await watch.look();
    expect(watch.faults()).to.deep.equal([]);
    expect(events().at(-1)).to.deep.equal(['info', 'redis.fit']);
  });

  it('only tells of it where that is asked for, and not at all to who shows', async () => {
    const told = await watchOf({ appendfsync: 'no' }, 'told');
    expect(told.watch.faults()).to.deep.equal([]);
    expect(told.events()).to.deep.equal([['warn', 'redis.may-lose-bids']]);
    const shown = await watchOf({ appendfsync: 'no', refusesConfig: false }, 'none');
    expect(shown.watch.faults()).to.deep.equal([]);
    expect(shown.said).to.deep.equal([]);
  });

  it('lets nobody work with a version before 7', async () => {
    for (const durability of ['required', 'told', 'none'] as const) {
      const { watch, events } = await watchOf({ version: 'redis_version:6.2.14' }, durability);
      expect(watch.faults()).to.have.length(1);
      expect(watch.faults()[0]).to.include('version 6.2.14 is too old');
      expect(events()).to.deep.equal([['error', 'redis.unfit']]);
    }
  });

  it('takes a Valkey for what it is', async () => {
    const { watch, said } = await watchOf({ version: 'valkey_version:8.1.0' });
    expect(watch.faults()).to.deep.equal([]);
    expect(said).to.deep.equal([]);
  });

  it('says in the log only what a hosted one does not let it see', async () => {
    const { watch, said } = await watchOf({
      refusesConfig: true,
      version: 'redis_mode:standalone',
    });
    expect(watch.faults()).to.deep.equal([]);
    const unchecked = [
      'redis: its version cannot be checked',
      'redis: appendonly cannot be checked, as CONFIG is refused',
      'redis: appendfsync cannot be checked, as CONFIG is refused',
    ];
    expect(said).to.deep.equal([['warn', 'redis.unchecked', { unchecked }]]);
    await watch.look();
    expect(said).to.have.length(1);
  });

  it('sees by INFO that a hosted one evicts', async () => {
    const { watch } = await watchOf({ refusesConfig: true, policy: 'volatile-lru' });
    expect(watch.faults().join()).to.include('maxmemory-policy is volatile-lru');
  });

  it('stands by what it found while Redis is away', async () => {
    const posed: Posed = { appendfsync: 'everysec' };
    const { watch, said } = await watchOf(posed);
    posed.isAway = true;
    await watch.look();
    expect(watch.faults()).to.have.length(1);
    expect(said).to.have.length(1);
  });
});

function posing(redis: AuctionRedis, posed: Posed): AuctionRedis {
  const [master] = mastersOf(redis);
  if (!master) throw new Error('no master');
  const asked = { info: infoOf(master, posed), config: configOf(posed) };
  const server: Redis = proxied(master, asked);
  return proxied(redis, { ...asked, nodes: () => [server] });
}

function infoOf(master: Redis, posed: Posed) {
  return async (part: string): Promise<string> => {
    if (posed.isAway === true) throw new Error('Connection is closed.');
    const said = await master.info(part);
    return said
      .replace(/^valkey_version:\S+/m, '')
      .replace(/^redis_version:\S+/m, posed.version ?? 'redis_version:7.0.15')
      .replace(/^maxmemory_policy:\S+/m, `maxmemory_policy:${posed.policy ?? 'noeviction'}`);
  };
}

function configOf(posed: Posed) {
  return (_get: string, name: string): Promise<string[]> => {
    if (posed.refusesConfig === true) {
      const refused = new Error("ERR unknown command 'CONFIG'");
      return Promise.reject(Object.assign(refused, { name: 'ReplyError' }));
    }
    const { appendonly = 'yes', appendfsync = 'always', policy = 'noeviction' } = posed;
    const values = { appendonly, appendfsync, 'maxmemory-policy': policy };
    return Promise.resolve([name, values[name as keyof typeof values]]);
  };
}

function proxied<Target extends object>(target: Target, over: object): Target {
  return new Proxy(target, {
    get(whole, name) {
      const value: unknown = Reflect.get(Object.hasOwn(over, name) ? over : whole, name);
      return typeof value === 'function' ? value.bind(whole) : value;
    },
  });
}
