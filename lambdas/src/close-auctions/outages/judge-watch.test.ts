import { asc } from 'drizzle-orm';
import { expect } from 'chai';
import { judgeOutages, judgeWatch } from '@sagopalgo/core/mysql/outage-schema.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { beat } from '@sagopalgo/core/redis/heartbeat.ts';
import { beginLoading, endLoading, forgetLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import { partsOf } from '@sagopalgo/core/redis/places.ts';
import { openLambdaConnections } from '../../testing.ts';
import type { LambdaTestConnections } from '../../testing.ts';
import { JudgeWatch } from './judge-watch.ts';
import { JudgeAwayError } from './sight.ts';

const HOUR_MS = 3_600_000;

describe('watching the judge', () => {
  let connections: LambdaTestConnections;
  let nowMs = 0;
  let watched: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
    watched = { ...connections, now: () => nowMs };
  });
  beforeEach(async () => {
    nowMs = Date.now() + HOUR_MS;
    await connections.db.delete(judgeOutages);
    await connections.db.delete(judgeWatch);
    await connect();
  });
  after(async () => {
    await connections.db.delete(judgeOutages);
    await connections.db.delete(judgeWatch);
    await connections.end();
  });

  const connect = async () => {
    await beginLoading(connections.redis, 'test');
    await endLoading(connections.redis, 'test');
  };
  // A Redis that was emptied can judge no more than one that is away.
  const disconnect = () => forgetLoaded(connections.redis);
  const outages = () =>
    connections.db.select().from(judgeOutages).orderBy(asc(judgeOutages.startedAtMs));
  const times = async () =>
    (await outages()).map(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs]);
  const look = async (watch: JudgeWatch, atMs: number) => {
    nowMs = atMs;
    return await watch.look(watched).catch((error: unknown) => error);
  };
  const uptimeMs = async () => {
    const server = await connections.redis.info('server');
    return Number(/uptime_in_seconds:(\d+)/.exec(server)?.[1]) * 1000;
  };
  const aliveAtMs = async () => (await connections.db.select().from(judgeWatch))[0]?.aliveAtMs;

  it('notes when it was last seen, and no outage while it is there', async () => {
    const watch = new JudgeWatch();
    const startMs = nowMs;
    for (const second of [0, 1, 2]) await look(watch, startMs + second * 1000);
    expect(await aliveAtMs()).to.equal(startMs + 2000);
    expect(await times()).to.deep.equal([]);
  });

  it('keeps an outage from when it was last seen, open until it is back', async () => {
    const watch = new JudgeWatch();
    const startMs = nowMs;
    await look(watch, startMs);
    await disconnect();
    expect(await look(watch, startMs + 1000)).to.be.instanceOf(JudgeAwayError);
    expect(await times()).to.deep.equal([]);
    await look(watch, startMs + 2000);
    await look(watch, startMs + 3000);
    expect(await times()).to.deep.equal([[startMs, null]]);
    await connect();
    await look(watch, startMs + 70_000);
    await look(watch, startMs + 71_000);
    expect(await times()).to.deep.equal([[startMs, startMs + 70_000]]);
  });

  it('is not mistaken by a keeper that was not there', async () => {
    const lastSeenMs = Date.now() - (await uptimeMs()) + 1500;
    await connections.db.insert(judgeWatch).values({ watchId: 'judge', aliveAtMs: lastSeenMs });
    const atMs = Date.now();
    await look(new JudgeWatch(), atMs);
    expect(await times()).to.deep.equal([]);
    expect(await aliveAtMs()).to.be.at.least(atMs);
  });

  it('begins no outage by one look of somebody who has not watched', async () => {
    await look(new JudgeWatch(), nowMs);
    await disconnect();
    expect(await look(new JudgeWatch(), nowMs + HOUR_MS)).to.be.instanceOf(JudgeAwayError);
    expect(await times()).to.deep.equal([]);
  });

  it('is set up, and not away, while nobody has ever seen it', async () => {
    await disconnect();
    const watch = new JudgeWatch();
    for (const second of [0, 1, 2, 3]) await look(watch, nowMs + second * 1000);
    await connect();
    await look(watch, nowMs + 4000);
    expect(await times()).to.deep.equal([]);
  });

  it('finds that Redis was started after it was last seen', async () => {
    const lastSeenMs = Date.now() - (await uptimeMs()) - 5 * 60_000;
    await connections.db.insert(judgeWatch).values({ watchId: 'judge', aliveAtMs: lastSeenMs });
    await look(new JudgeWatch(), Date.now());
    const [[startedAtMs, endedAtMs] = []] = await times();
    expect(startedAtMs).to.equal(lastSeenMs);
    expect(endedAtMs).to.be.closeTo(lastSeenMs + 5 * 60_000, 3000);
    await look(new JudgeWatch(), Date.now());
    expect(await times()).to.have.length(1);
  });

  it('ends an outage that another had begun, by the start of Redis if it was restarted', async () => {
    const begunMs = Date.now() - 90_000;
    await connections.db.insert(judgeOutages).values({ outageId: 'x', startedAtMs: begunMs });
    await connections.db.insert(judgeWatch).values({ watchId: 'judge', aliveAtMs: begunMs });
    await look(new JudgeWatch(), Date.now());
    const [[startedAtMs, endedAtMs] = []] = await times();
    expect(startedAtMs).to.equal(begunMs);
    expect(endedAtMs).to.be.within(begunMs, Date.now());
  });

  it('knows that it is this process that cannot reach it while another can', async () => {
    const startMs = nowMs;
    const watch = new JudgeWatch();
    await look(watch, startMs);
    await disconnect();
    for (const second of [1, 2, 3, 4]) {
      await connections.db.update(judgeWatch).set({ aliveAtMs: startMs + second * 1000 - 500 });
      await look(watch, startMs + second * 1000);
    }
    expect(await times()).to.deep.equal([]);
  });

  it('counts no time in which others had answers, though it was not there itself', async () => {
    const startMs = nowMs;
    const lookAs = async (runId: string, atMs: number, uptimeS: number) => {
      nowMs = atMs;
      const redis = asProcess(connections, runId, uptimeS);
      await new JudgeWatch().look({ ...watched, redis });
    };
    const first = 'c'.repeat(40);
    await lookAs(first, startMs, 7200);
    // An api goes on having answers for half an hour; five seconds later Redis is started again.
    const redis = asProcess(connections, first);
    for (const part of partsOf(redis)) await beat(redis, part, startMs + HOUR_MS / 2);
    await lookAs('d'.repeat(40), startMs + HOUR_MS, 1795);
    expect(await times()).to.deep.equal([[startMs + HOUR_MS / 2, startMs + HOUR_MS / 2 + 5000]]);
    await lookAs('d'.repeat(40), startMs + HOUR_MS + 1000, 1796);
    expect(await times()).to.have.length(1);
  });

  it('counts a master that took over as a start, for whoever looks next', async () => {
    const startMs = nowMs;
    const lookAt = async (runId: string, atMs: number) => {
      nowMs = atMs;
      const redis = asProcess(connections, runId);
      const sight = await new JudgeWatch().look({ ...watched, redis });
      return sight.startedAtMs('any') ?? 0;
    };
    const first = await lookAt('a'.repeat(40), startMs);
    expect(first).to.be.below(startMs);
    expect(await lookAt('a'.repeat(40), startMs + 1000)).to.equal(first + 1000);
    expect(await lookAt('b'.repeat(40), startMs + 2000)).to.equal(startMs + 2000);
    expect(await lookAt('b'.repeat(40), startMs + 3000)).to.equal(startMs + 2000);
    // The one before comes back, and may lack what the other had taken.
    expect(await lookAt('a'.repeat(40), startMs + 4000)).to.equal(startMs + 4000);
    expect(await times()).to.deep.equal([]);
  });

  it('is one look for several who ask at once', async () => {
    const watch = new JudgeWatch();
    const looks = Array.from({ length: 3 }, () => watch.look(watched));
    expect(new Set(await Promise.all(looks)).size).to.equal(1);
    await Promise.all(Array.from({ length: 3 }, () => new JudgeWatch().look(watched)));
    expect(await times()).to.deep.equal([]);
  });
});

/** The same Redis, saying that it is another process, which has been running for so long. */
function asProcess({ redis }: LambdaTestConnections, runId: string, uptimeS = 3600): AuctionRedis {
  return new Proxy(redis, {
    get(target, name) {
      if (name === 'info') {
        return async (part: string) =>
          (await target.info(part))
            .replace(/^run_id:\w+/m, `run_id:${runId}`)
            .replace(/^uptime_in_seconds:\d+/m, `uptime_in_seconds:${uptimeS}`);
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
