import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import { beginLoading, endLoading } from '@sagopalgo/core/redis/loaded-marks.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { SseProcesses } from '../stream/sse-processes.ts';
import { KillableRedis } from '../walk/killable-redis.ts';
import { Chance } from './chance.ts';
import { Storm } from './storm.ts';
import type { Blow } from './storm.ts';
import { StormRush } from './storm-rush.ts';
import { StormWatcher } from './storm-watcher.ts';

const PROCESSES = 3;
const AUCTIONS_EACH_MAX = 3;
/** More than the kernel takes for a reader who does not read. */
const LONG_PAST = 12_000;
const NEAR_MS = 60_000;
const GOODBYES_MS = '500';
const WITHIN_MS = 90_000;
const BLOWS_BEFORE_CLOSING = 2;

/** How hard it storms. */
export interface StormPlan {
  seed: number;
  watchers: number;
  /** Of the watchers, how many stop reading before the first blow. */
  stopped: number;
  blows: Iterable<Blow>;
  say: (line: string) => void;
}

/** How it ended, for a test to judge. */
export interface StormReport {
  watchers: readonly StormWatcher[];
  stopped: readonly StormWatcher[];
  outages: readonly { told: number }[];
  accepted: number;
  /** How each auction stands in Redis in the end. */
  states: ReadonlyMap<string, LiveState>;
  /** One was closed in the middle of the storm, one when it was over. */
  closedIds: readonly string[];
  movingId: string;
  /** The price of each seq as the log has it, and as any watcher was told, by auction. */
  logged: ReadonlyMap<string, ReadonlyMap<number, number | null>>;
  told: ReadonlyMap<string, ReadonlyMap<number, number | null>>;
  /** What two watchers were told differently. */
  contradictions: readonly string[];
}

/** Has a storm go over watchers, sse-servers and a Redis of its own, and reports when it is over. */
export async function runStorm(plan: StormPlan): Promise<StormReport> {
  const dataDir = mkdtempSync(join(process.env['TEST_DATA_DIR'] ?? tmpdir(), 'storm-'));
  const store = await KillableRedis.start(dataDir);
  const redis = connectRedis(store.url);
  redis.on('error', () => undefined);
  const processes = new SseProcesses(store.url, { GOODBYES_MS });
  const watchers: StormWatcher[] = [];
  try {
    await whenConnected(redis);
    await beginLoading(redis, 'storm');
    await endLoading(redis, 'storm');
    return await storm(plan, { store, redis, processes, watchers });
  } finally {
    for (const watcher of watchers) watcher.leave();
    redis.disconnect();
    await processes.end();
    await store.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

interface Place {
  store: KillableRedis;
  redis: AuctionRedis;
  processes: SseProcesses;
  watchers: StormWatcher[];
}

async function storm(plan: StormPlan, place: Place): Promise<StormReport> {
  const { redis, watchers } = place;
  const chance = new Chance(plan.seed);
  const rush = new StormRush(redis, new Chance(plan.seed + 1));
  const movingId = await rush.open({ extension: 'auto', closesAtMs: Date.now() + NEAR_MS });
  const closedIds = [await rush.open(), await rush.open()] as const;
  const longId = await rush.open();
  await rush.open();
  await rush.bidMany(longId, LONG_PAST);
  const going = new Storm({ ...place, rush, chance, say: plan.say });
  await going.begin(PROCESSES);
  const ear = new Ear();
  const findPort = (): number | null =>
    going.standing.length === 0 ? null : chance.oneOf(going.standing).port;
  const deps = { chance, findPort, hear: ear.hear };
  for (let number = 0; number < plan.watchers; number += 1) {
    const auctionIds = auctionsOf(number, rush.auctionIds, chance);
    watchers.push(new StormWatcher(auctionIds, deps));
  }
  const stopped = await stopSome(watchers, plan.stopped, { redis, longId });
  rush.begin();
  for (const watcher of watchers) watcher.come();
  await going.untilWatching();
  let blows = 0;
  for (const blow of plan.blows) {
    await going.deal(blow);
    blows += 1;
    if (blows === BLOWS_BEFORE_CLOSING) await rush.close(closedIds[0]);
  }
  await rush.close(closedIds[1]);
  await rush.stop();
  for (const watcher of stopped) watcher.goOn();
  const states = await untilAllKnow(redis, watchers, rush.auctionIds);
  const { outages } = going;
  await rush.readLogs();
  const ends = { states, logged: rush.logged, told: ear.told, contradictions: ear.contradictions };
  return { watchers, stopped, outages, accepted: rush.accepted, closedIds, movingId, ...ends };
}

// Everybody's first auction in turn, so that each has watchers, and some more.
function auctionsOf(number: number, all: readonly string[], chance: Chance): string[] {
  const first = all[number % all.length] ?? '';
  const more = chance.shuffled(all.filter((id) => id !== first));
  return [first, ...more.slice(0, chance.below(AUCTIONS_EACH_MAX))];
}

/** Those who stop want a past that no kernel takes for them, so that it is the server who waits. */
async function stopSome(
  watchers: StormWatcher[],
  count: number,
  { redis, longId }: { redis: AuctionRedis; longId: string },
): Promise<StormWatcher[]> {
  const { states } = await readLive(redis, [longId]);
  const closesAtMs = states.get(longId)?.closesAtMs ?? 0;
  const nothing = { priceKrw: null, bidCount: 0, leaderAlias: null, outcome: null };
  const stopping = watchers.filter(({ auctionIds }) => auctionIds.includes(longId)).slice(0, count);
  for (const watcher of stopping) {
    watcher.story.know(longId, { epoch: 'e1', seq: 0, closesAtMs, ...nothing });
    watcher.stop();
  }
  return stopping;
}

/** Waits until everybody knows how every auction stands, or long enough to be sure that some never will. */
async function untilAllKnow(
  redis: AuctionRedis,
  watchers: readonly StormWatcher[],
  auctionIds: readonly string[],
): Promise<Map<string, LiveState>> {
  const { states } = await readLive(redis, auctionIds);
  const knows = ({ auctionIds: own, story }: StormWatcher): boolean =>
    own.every((id) => story.held.get(id)?.seq === states.get(id)?.seq);
  await eventually(() => Promise.resolve(watchers.every(knows)), WITHIN_MS).catch(() => null);
  return states;
}

/** What anybody was told of any bid: the same, or it is a contradiction. */
class Ear {
  readonly told = new Map<string, Map<number, number | null>>();
  readonly contradictions: string[] = [];

  hear = (auctionId: string, seq: number, priceKrw: number | null): void => {
    let prices = this.told.get(auctionId);
    if (!prices) this.told.set(auctionId, (prices = new Map()));
    const before = prices.get(seq);
    if (before === undefined) prices.set(seq, priceKrw);
    else if (before !== priceKrw)
      this.contradictions.push(`${auctionId} ${seq}: ${before}, ${priceKrw}`);
  };
}
