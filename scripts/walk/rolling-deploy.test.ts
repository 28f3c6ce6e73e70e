import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Part } from '../local/part.ts';
import { nginxOrSkip, startNginx } from '../nginx/real-nginx.ts';
import type { RealNginx } from '../nginx/real-nginx.ts';
import { Closings } from './closings.ts';
import { startWindow } from './deployed-parts.ts';
import type { Served } from './deployed-parts.ts';
import { expectAllKept, expectSameBooks, loggedBids, recordedBids } from './kill-books.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';
import { PageBidders, PageWatcher } from './rolling-crowd.ts';
import { rollOut } from './rolling-deploy.ts';
import type { Fleet, StartVersion } from './rolling-deploy.ts';

const BIDDERS = 20;
const WATCHERS = 200;
/** While each keeper is replaced. */
const CLOSINGS = 8;
const STEP_KRW = 100;
const ENOUGH_BIDS = 10;
/** On a machine that has other things to do. */
const UP_WITHIN_MS = 60_000;
const NOBODY_URL = 'http://127.0.0.1:9';
const LOCAL = { DEPLOYMENT: 'local', TRUSTED_PROXIES: 'loopback' };
/** Listens, lives and would judge bids, but is never ready. */
const NEVER_READY = { ...LOCAL, MYSQL_URL: 'mysql://root@127.0.0.1:9/nothing' };

describe('a rolling deploy behind nginx while people bid and watch', function deploying() {
  this.timeout(240_000);
  let system: KillSystem;
  let nginx: RealNginx;
  let apis: Fleet;
  let windows: Fleet;
  let auctionId: string;
  let keepers: Part[] = [];
  let people: Caller[];
  let closings: Closings | undefined;
  let bidders: PageBidders | undefined;
  let watchers: PageWatcher[] = [];

  before(async function start() {
    const programs = nginxOrSkip(this);
    system = await killSystemOrSkip(this);
    keepers = [await system.startKeeper(), await system.startKeeper()];
    const routes = { API_URL: '', SSE_URL: '', S3_URL: NOBODY_URL, WEB_DIST: system.dataDir };
    const fleet = async (name: 'API_URL' | 'SSE_URL', first: StartVersion): Promise<Fleet> => {
      const running = await Promise.all([first(), first()]);
      const route = async (urls: string[]): Promise<void> => {
        routes[name] = urls.join(',');
        await nginx.reload(routes);
      };
      routes[name] = running.map(({ url }) => url).join(',');
      return { running, route };
    };
    [apis, windows] = await Promise.all([fleet('API_URL', startApi), fleet('SSE_URL', startSse)]);
    nginx = await startNginx(programs, join(system.dataDir, 'nginx'), routes);
    const auction = await system.list({ steps: [[0, STEP_KRW]] });
    ({ auctionId } = auction);
    watchers = Array.from({ length: WATCHERS }, () => new PageWatcher(nginx.url, auctionId));
    people = await crowd(system, BIDDERS);
    bidders = new PageBidders(nginx.url, people, { ...auction, stepKrw: STEP_KRW });
    await bidders.untilAccepted(ENOUGH_BIDS);
  });
  after(async () => {
    await bidders?.stop();
    await closings?.stop();
    for (const watcher of watchers) watcher.leave();
    await nginx?.stop();
    for (const window of windows?.running ?? []) await window.stop();
    await system?.end();
  });

  const startApi: StartVersion = (givenUp) => system.startApi(LOCAL, givenUp);
  const startSse: StartVersion = (givenUp) => startWindow(system, LOCAL, givenUp);

  const apiLogs = (): string[] =>
    globSync('api-*.log', { cwd: join(system.dataDir, 'logs') }).map((name) =>
      join(system.dataDir, 'logs', name),
    );

  async function expectReplaced(fleet: Fleet, version: StartVersion): Promise<void> {
    const old = [...fleet.running];
    await rollOut(fleet, version, version);
    expect(fleet.running).to.have.length(old.length);
    for (const part of old) {
      expect(fleet.running).not.to.include(part);
      // It ended by itself, in order: nobody had to kill it.
      expect(readFileSync(part.logFile, 'utf8')).to.include('process.stopped');
    }
    await bidders?.untilAccepted(ENOUGH_BIDS);
  }

  it('replaces the apis one by one, the streams left as they are', async () => {
    const streams = watchers.map((watcher) => watcher.streams);
    await expectReplaced(apis, startApi);
    expect(watchers.map((watcher) => watcher.streams)).to.deep.equal(streams);
  });

  it('replaces the sse-servers one by one, each stream taken up by another', async () => {
    await expectReplaced(windows, startSse);
    // Whoever was sent away last may be on the way still.
    await eventually(
      () => Promise.resolve(watchers.every(({ streams }) => streams > 1)),
      UP_WITHIN_MS,
    );
  });

  it('replaces the keepers one by one, each closing of that time settled and told once', async () => {
    closings = new Closings(system, nginx.url, people);
    for (const old of keepers) {
      await closings.untilListed(CLOSINGS);
      await system.startKeeper();
      await closings.untilListed(CLOSINGS);
      await old.stop();
      expect(readFileSync(old.logFile, 'utf8')).to.include('process.stopped');
    }
    await closings.expectSettledOnce();
    await bidders?.untilAccepted(ENOUGH_BIDS);
  });

  it('gives a version that is never ready no request, and goes back to the one before', async () => {
    const [first, second] = apis.running;
    const good: Served[] = [];
    const known = apiLogs();
    const unknown = () => apiLogs().filter((file) => !known.includes(file));
    const onceGood: StartVersion = async (givenUp) => {
      if (good.length > 0) return await system.startApi(NEVER_READY, givenUp);
      good.push(await startApi(givenUp));
      known.push(...unknown());
      return good[0] ?? expect.fail('it has started');
    };
    const patience = new AbortController();
    const rolling = rollOut(apis, onceGood, startApi, patience.signal).catch(
      (fault: unknown) => fault,
    );
    const neverReady = await eventually(
      () => Promise.resolve(unknown().find((file) => isUp(file) && good.length > 0)),
      UP_WITHIN_MS,
    );
    // It lives and answers, and others are given requests meanwhile.
    await bidders?.untilAccepted(ENOUGH_BIDS);
    patience.abort();
    expect(await rolling).to.have.property('message', 'the version was rolled back');
    expect(apis.running).to.have.length(2).and.to.include(second);
    for (const part of [first, ...good]) expect(apis.running).not.to.include(part);
    const told = readFileSync(neverReady, 'utf8');
    expect(told).to.include('api.up').and.not.to.include('bid.');
    for (const { logFile } of good) {
      expect(readFileSync(logFile, 'utf8'))
        .to.include('bid.accepted')
        .and.include('process.stopped');
    }
    await bidders?.untilAccepted(ENOUGH_BIDS);
  });

  it('has lost nothing and shown everything in the end', async () => {
    await bidders?.stop();
    const { ended = [], repeats = [], looks = [] } = bidders ?? {};
    const statuses = new Set(ended.map(({ outcome }) => outcome.status));
    // 409: outbid meanwhile. Nobody was left without an answer.
    expect([201, 409]).to.include.members([...statuses]);
    // What had to be sent again was lost on the way, or told to be so: never an answer of another kind.
    for (const { status } of repeats) expect([0, 503]).to.include(status);
    for (const status of looks) expect([0, 200, 503]).to.include(status);
    const rush = { accepted: () => acceptedOf(ended) };
    expectAllKept(rush, await loggedBids(system, auctionId));
    await expectSameBooks(system, auctionId);
    expectAllKept(rush, await recordedBids(system, auctionId));
    const lastSeq = (await loggedBids(system, auctionId)).at(-1)?.seq ?? 0;
    for (const watcher of watchers) {
      await watcher.untilSeq(lastSeq);
      expect(watcher.story.faults).to.deep.equal([]);
      expect(watcher.story.tally).to.include({ gaps: 0, stale: 0 });
      expect(watcher.strange).to.deep.equal([]);
      for (const status of watcher.refusals) expect(status).to.equal(503);
    }
  });
});

function isUp(logFile: string): boolean {
  return readFileSync(logFile, 'utf8').includes('api.up');
}

function acceptedOf(ended: PageBidders['ended']) {
  return ended.flatMap(({ outcome, ...bid }) =>
    'answer' in outcome ? [{ ...bid, answer: outcome.answer }] : [],
  );
}
