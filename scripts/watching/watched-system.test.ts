import { join } from 'node:path';
import { expect } from 'chai';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { COLLECTED_JOBS } from '@sagopalgo/infra/collector-config.ts';
import { watchPrograms } from '../services/watch-programs.ts';
import type { WatchPrograms } from '../services/watch-programs.ts';
import { listAuction } from '../walk/list-auction.ts';
import { ask, bid, signUp } from '../walk/people.ts';
import { watch } from '../walk/watcher.ts';
import { walkSystem } from '../walk/walk-system.ts';
import type { WalkSystem } from '../walk/walk-system.ts';
import { metricNames } from './metric-names.ts';
import { cadvisorSays, nginxSays, saying } from './said-by-others.ts';
import { openSlackDesk } from './slack-desk.ts';
import type { SlackDesk } from './slack-desk.ts';
import { alertRules, dashboardExpressions } from './watch-files.ts';
import { metricsThere, queryPrometheus, startAlertmanager } from './watching-servers.ts';
import { startNodeExporter, startPrometheus } from './watching-servers.ts';

/** Longer than a round of everything that is done each minute. */
const READY_WITHIN_MS = 90_000;
/** Long enough that three bids come in time on a machine with much to do. */
const HELD_FOR_S = 15;
const CLOSED_WITHIN_MS = 3 * HELD_FOR_S * 1_000;

/** What has to be told of the auction that is held, and at least how much of it. */
const TOLD_AT_LEAST = {
  'bids_total{code="ACCEPTED",outcome="leading"}': 2,
  'bids_total{code="BID_TOO_LOW",outcome="refused"}': 1,
  bid_judge_seconds_count: 3,
  'max_over_time(sse_connections[5m])': 1,
  sse_heard_after_seconds_count: 1,
  sse_deliveries_total: 2,
  recorded_entries_total: 2,
  'max(auctions{state="sold"})': 1,
  'max by (state) (orders{state="awaiting_payment"})': 1,
  redis_script_calls_total: 1,
  'searches_total{adapter="embedded"}': 1,
  'cache_reads_total{cache="categories",result="hit"}': 1,
};

const programs = watchPrograms();
const expressions = [...alertRules().map(({ expr }) => expr), ...dashboardExpressions()];

describe('the system under a Prometheus', function watched() {
  this.timeout(300_000);
  if (!programs) return;
  const endings: (() => Promise<void>)[] = [];
  let system: WalkSystem;
  let slack: SlackDesk;
  let url: string;

  before(async () => {
    system = await walkSystem();
    slack = await openSlackDesk();
    endings.push(() => slack.close());
    url = await watchSystem(programs, system, slack, endings);
    await holdAuction(system);
  });
  after(async () => {
    for (const end of endings.toReversed()) await end();
  });

  const sumOf = async (expression: string): Promise<number> => {
    const found = await queryPrometheus(url, expression);
    return found.reduce((sum, { value }) => sum + value, 0);
  };

  it('is reached in every room', async () => {
    await eventually(async () => (await sumOf('count(up == 1)')) >= 8);
    // A clock in the midst of a long round is not ready for so long.
    const rooms = ['api', 'sse-server', 'keeper', 'clock', 'front'];
    let missing = rooms;
    await eventually(async () => {
      const ready = await queryPrometheus(url, 'count by (job) (process_ready == 1)');
      const jobs = new Set(ready.map(({ metric }) => metric['job']));
      missing = rooms.filter((room) => !jobs.has(room));
      return missing.length === 0;
    }, READY_WITHIN_MS).catch(() => undefined);
    expect(missing).to.deep.equal([]);
  });

  it('shows every metric that a dashboard or a rule looks at', async () => {
    const wanted = new Set(expressions.flatMap(metricNames));
    expect(wanted.size).to.be.greaterThan(50);
    let missing = [...wanted];
    await eventually(async () => {
      const there = await metricsThere(url);
      missing = [...wanted].filter((name) => !there.has(name));
      return missing.length === 0;
    }).catch(() => undefined);
    expect(missing).to.deep.equal([]);
  });

  it('shows what rules look at in the rooms beside which a collector stands on AWS', async () => {
    const wanted = new Set(alertRules().flatMap(({ expr }) => metricNames(expr)));
    const rooms = COLLECTED_JOBS.join('|');
    const elsewhere: string[] = [];
    for (const name of wanted) {
      const found = await queryPrometheus(url, `count({__name__="${name}", job=~"${rooms}"})`);
      if (found.length === 0) elsewhere.push(name);
    }
    // Of hosts, containers and what watches CloudWatch tells there.
    const byCloudWatch = /^(?:node|container|prometheus|alertmanager)_/;
    expect(elsewhere.filter((name) => !byCloudWatch.test(name))).to.deep.equal([]);
  });

  it('answers every expression of dashboards and rules', async () => {
    for (const expression of expressions) {
      expect(await queryPrometheus(url, expression), expression).to.be.an('array');
    }
  });

  it('shows the bids, who watched, and the order that came of it', async () => {
    for (const [expression, least] of Object.entries(TOLD_AT_LEAST)) {
      // What is told last is collected up to a second after it happened.
      const isTold = async (): Promise<boolean> => (await sumOf(expression)) >= least;
      await eventually(isTold).catch(() => undefined);
      expect(await sumOf(expression), expression).to.be.at.least(least);
    }
    expect(await sumOf('recorder_lag_seconds')).to.be.below(10);
  });

  it('knows containers by what docker-compose.yml calls them, and none that are not ours', async () => {
    const found = await queryPrometheus(url, 'count by (service) (container_memory_rss)');
    expect(found.map(({ metric }) => metric['service'])).to.deep.equal(['redis']);
  });

  it('tells Slack what is wrong and where it says what to do', async () => {
    const message = await eventually(() =>
      Promise.resolve(slack.messages.find((each) => each.includes('RedisAway'))),
    );
    expect(message).to.include('[page] RedisAway');
    expect(message).to.include('Redis does not answer, or is not fit to judge');
    expect(message).to.include('infra/runbooks/redis-lost.md');
  });

  it('tells whoever waits for it that it watches', async () => {
    const beat = await eventually(() =>
      Promise.resolve(slack.messages.find((each) => each.includes('"alertname":"Heartbeat"'))),
    );
    expect(beat).to.include('"receiver":"heartbeat"');
  });
});

/** Starts what watches the system, and beside it what an api says of itself that has no Redis. */
async function watchSystem(
  programs: WatchPrograms,
  { marketplace, dataDir }: WalkSystem,
  slack: SlackDesk,
  endings: (() => Promise<void>)[],
): Promise<string> {
  const without = await serveInternal({
    ...{ host: '127.0.0.1', port: 0, metrics: createMetrics('api') },
    faults: () => Promise.resolve(['redis']),
  });
  endings.push(() => without.close());
  const [containers, nginx] = await Promise.all([saying(cadvisorSays()), saying(nginxSays())]);
  endings.push(containers.stop, nginx.stop);
  const node = await startNodeExporter(programs, join(dataDir, 'node-exporter'));
  endings.push(node.stop);
  const alertmanager = await startAlertmanager(programs, join(dataDir, 'alerts'), slack.url);
  endings.push(alertmanager.stop);
  const portOf = (name: string): number => marketplace.parts[name]?.ports['INTERNAL_PORT'] ?? 0;
  const ports = {
    api: [portOf('api'), without.port],
    'sse-server': [portOf('sse-server'), portOf('sse-server-2')],
    ...{ keeper: [portOf('keeper')], clock: [portOf('clock')] },
    front: [portOf('front'), nginx.port],
    ...{ node: [Number(new URL(node.url).port)], containers: [containers.port] },
    alertmanager: [Number(new URL(alertmanager.url).port)],
  };
  const prometheus = await startPrometheus(
    ...([programs, join(dataDir, 'prometheus'), ports, alertmanager.url] as const),
  );
  endings.push(prometheus.stop);
  return prometheus.url;
}

/** An auction with watchers, bids, a refusal and a closing, and a search for something. */
async function holdAuction(system: WalkSystem): Promise<void> {
  const { url } = system.marketplace;
  const options = `--closes-in ${HELD_FOR_S}s --start 10000 --unit 500 --seller seller3@demo.test`;
  const [first, second] = await Promise.all([signUp(system), signUp(system)]);
  const { auctionId } = await listAuction(system, options);
  const watcher = await watch(url, auctionId);
  const answers = [
    await bid(url, first, auctionId, 10_000),
    await bid(url, second, auctionId, 10_500),
    await bid(url, first, auctionId, 10_600),
  ];
  expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 409]);
  await ask(url, `/auctions?state=live&q=${encodeURIComponent('카메라')}`);
  for (const _ of ['read', 'kept']) await ask(url, '/categories');
  await watcher.until(({ event }) => event === 'closed', CLOSED_WITHIN_MS);
  await watcher.leave();
}
