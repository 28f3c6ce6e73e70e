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
const WARM_UP_MS = 1_000;
const RUN_MS = 3_000;
const ROUNDS = 3;
const SCENES = { hot: 1, spread: 200, tied: 1 } as const;

/** One auction that all bid on, many that they bid on by turns, or one on which they bid the same. */
export type Scene = keyof typeof SCENES;

/**
 * Lets 64 bidders bid as fast as they are answered, in turn on a bare server, on the api and on the way
 * the first such system bid, on one auction, on two hundred and at one price, three rounds; then measures memory. All
 * on stores and processes of its own that are gone afterwards. Returns what to print. The client shares
 * the processors with the servers: compare the ratios, not the figures.
 */
export async function bidRush(say: (line: string) => void): Promise<string> {
  const tokenSecret = randomBytes(32).toString('hex');
  say('Starting stores of its own …');
  const stores = await startLoadStores(say);
  const { db, end } = connectMysql(stores.mysqlUrl);
  const redis = connectRedis(stores.redisUrl);
  const servers = new Map<Arm, Part>();
  try {
    await whenConnected(redis);
    const deps = { db, redis, tokenSecret };
    const bidders = await addBidders(deps, CONNECTIONS);
    for (const arm of ARMS) servers.set(arm, await startArm(arm, stores, tokenSecret));
    const samples: Sample[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const scene of Object.keys(SCENES) as Scene[]) {
        for (const arm of ARMS) {
          say(`round ${round} of ${ROUNDS}: ${arm}, ${scene} …`);
          const { ports, pid } = servers.get(arm) as Part;
          const measured = await runOnce(deps, { arm, scene, ports, pid, bidders });
          // The first round only brings everything to the speed it then keeps.
          if (round > 0) samples.push({ arm, scene, ...measured });
        }
      }
    }
    for (const server of servers.values()) await server.stop();
    const script = await measureScript(deps, bidders);
    return summarize(samples, { script, memory: await measureMemory(deps, bidders) });
  } finally {
    for (const server of servers.values()) await server.stop();
    redis.disconnect();
    await end();
    await stores.end();
  }
}

interface RunPlan {
  arm: Arm;
  scene: Scene;
  /** Of the arm's server, by name. */
  ports: Record<string, number>;
  pid: number;
  bidders: Bidder[];
}

async function runOnce(
  deps: LoadDeps,
  { arm, scene, ports, pid, bidders }: RunPlan,
): Promise<Omit<Sample, 'arm' | 'scene'>> {
  const { redis } = deps;
  const auctionIds = await addAuctions(deps, SCENES[scene], START_KRW);
  await redis.config('RESETSTAT');
  const times = { warmUpMs: WARM_UP_MS, forMs: RUN_MS };
  const way = { startKrw: START_KRW, isTied: scene === 'tied', ...times };
  const port = ports['HTTP_PORT'] ?? 0;
  const usedUs = usedBy(pid);
  const result = await rush({ port, bidders, auctionIds, ...way });
  const serverUs = usedUs === null ? null : ((usedBy(pid) ?? 0) - usedUs) / result.answers;
  const { ledger, answers: _, ...measured } = result;
  const scriptUs = scriptUsIn(await redis.info('commandstats'));
  if (arm === 'api') await catchUp(deps, auctionIds, ports['INTERNAL_PORT'] ?? 0);
  return {
    ...measured,
    scriptUs,
    serverUs,
    wronglyAccepted: ledger.wronglyAccepted(),
    wrongWinners: await wrongWinners(deps, arm, result),
  };
}

// Only Linux tells it, and elsewhere there is all the rest.
function usedBy(pid: number): number | null {
  return process.platform === 'linux' ? costsOf(pid).cpuUs : null;
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
