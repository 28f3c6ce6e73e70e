import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { ARMS, startArm } from './arms.ts';
import type { Arm } from './arms.ts';
import type { Part } from '../local/part.ts';
import { addAuctions, addBidders } from './load-people.ts';
import type { LoadDeps } from './load-people.ts';
import { startLoadStores } from './load-stores.ts';
import { readBidOptions } from './bid-options.ts';
import { goFirst } from './fanout/pinning.ts';
import { catchUp } from './catch-up.ts';
import { measureMemory } from './memory.ts';
import { costsOf } from './process-costs.ts';
import { measureScript } from './script-time.ts';
import { summarize } from './summary.ts';
import type { Sample } from './summary.ts';
import { rush } from './rush.ts';
import type { Bidder, RushResult } from './rush.ts';

const CONNECTIONS = 64;
const START_KRW = 1_000;
/** V8 makes the code for a scene anew, which takes a server a second or two. */
const WARM_UP_MS = 2_000;
/** Until everybody knows the prices again. */
const SETTLE_MS = 250;
const RUN_MS = 3_000;
const SCENES = { hot: 1, spread: 200, tied: 1 } as const;

/** One auction that all bid on, many that they bid on by turns, or one on which they bid the same. */
export type Scene = keyof typeof SCENES;

/**
 * Lets 64 bidders bid as fast as they are answered, in turn on a bare server, on the api and on the way
 * the first such system bid, on one auction, on two hundred and at one price, some rounds; then measures memory. All
 * on stores and processes of its own that are gone afterwards. Returns what to print. The client shares the processors
 * with the servers: compare the ratios, not the figures. Takes what `readBidOptions` reads, throws a sentence.
 */
export async function bidRush(
  args: readonly string[],
  say: (line: string) => void,
): Promise<string> {
  const { processes, rounds, callers } = readBidOptions(args);
  goFirst();
  const tokenSecret = randomBytes(32).toString('hex');
  say('Starting stores of its own …');
  const stores = await startLoadStores(say);
  const { db, end } = connectMysql(stores.mysqlUrl);
  const redis = connectRedis(stores.redisUrl);
  const servers = new Map<Arm, Part[]>();
  try {
    await whenConnected(redis);
    const deps = { db, redis, tokenSecret };
    const bidders = await addBidders(deps, CONNECTIONS, callers);
    for (const arm of ARMS) servers.set(arm, await startArm(arm, processes, { ...deps, stores }));
    const samples: Sample[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      for (const scene of Object.keys(SCENES) as Scene[]) {
        for (const arm of ARMS) {
          say(`round ${round} of ${rounds}: ${arm}, ${scene} …`);
          const parts = servers.get(arm) ?? [];
          const measured = await runOnce(deps, { arm, scene, parts, bidders });
          // The first round only brings everything to the speed it then keeps.
          if (round > 0) samples.push({ arm, scene, round, ...measured });
        }
      }
    }
    await stopAll(servers);
    const script = await measureScript(deps, bidders);
    const alone = { script, memory: await measureMemory(deps, bidders) };
    return summarize(samples, { processes, ...alone });
  } finally {
    await stopAll(servers);
    redis.disconnect();
    await end();
    await stores.end();
  }
}

interface RunPlan {
  arm: Arm;
  scene: Scene;
  /** The arm's processes. */
  parts: readonly Part[];
  bidders: Bidder[];
}

async function stopAll(servers: ReadonlyMap<Arm, readonly Part[]>): Promise<void> {
  for (const part of [...servers.values()].flat()) await part.stop();
}

async function runOnce(
  deps: LoadDeps,
  { arm, scene, parts, bidders }: RunPlan,
): Promise<Omit<Sample, 'arm' | 'scene' | 'round'>> {
  const { redis } = deps;
  const auctionIds = await addAuctions(deps, SCENES[scene], START_KRW);
  const way = { startKrw: START_KRW, isTied: scene === 'tied', bidders, auctionIds };
  const ports = parts.map((part) => part.ports['HTTP_PORT'] ?? 0);
  const internalPorts = parts.map((part) => part.ports['INTERNAL_PORT'] ?? 0);
  await rush({ ports, ...way, warmUpMs: 0, forMs: WARM_UP_MS });
  if (arm === 'api') await catchUp(deps, auctionIds, internalPorts);
  await redis.config('RESETSTAT');
  const usedUs = usedBy(parts);
  const result = await rush({ ports, ...way, warmUpMs: SETTLE_MS, forMs: RUN_MS });
  const serverUs = usedUs === null ? null : ((usedBy(parts) ?? 0) - usedUs) / result.answers;
  const { ledger, answers: _, ...measured } = result;
  const scriptUs = scriptUsIn(await redis.info('commandstats'));
  if (arm === 'api') await catchUp(deps, auctionIds, internalPorts);
  return {
    ...measured,
    scriptUs,
    serverUs,
    wronglyAccepted: ledger.wronglyAccepted(),
    wrongWinners: await wrongWinners(deps, arm, result),
  };
}

// Only Linux tells it, and elsewhere there is all the rest.
function usedBy(parts: readonly Part[]): number | null {
  if (process.platform !== 'linux') return null;
  return parts.reduce((sum, { pid }) => sum + costsOf(pid).cpuUs, 0);
}

// Who leads in the end must be who was told to lead at the highest price.
async function wrongWinners(
  { redis }: LoadDeps,
  arm: Arm,
  { ledger }: RushResult,
): Promise<number> {
  const promised = [...ledger.highest()];
  const ids = promised.map(([auctionId]) => auctionId);
  const { states } = await readLive(redis, arm === 'first' ? [] : ids);
  let wrong = 0;
  for (const [auctionId, { bidderId }] of promised) {
    const leaderId =
      arm === 'first'
        ? await redis.hget(`first:{${auctionId}}`, 'leaderId')
        : states.get(auctionId)?.leaderId;
    if (leaderId !== bidderId) wrong += 1;
  }
  return wrong;
}

function scriptUsIn(commandstats: string): number | null {
  const told = /cmdstat_evalsha:.*?usec_per_call=([\d.]+)/.exec(commandstats)?.[1];
  return told === undefined ? null : Number(told);
}
