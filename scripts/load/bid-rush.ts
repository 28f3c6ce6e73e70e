import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { CAP_MAX_KRW, fixedUnit } from '@sagopalgo/core/rules/bid-steps.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { signAccessToken, tokenKey } from '@sagopalgo/core/runtime/token.ts';
import { runningMarketplace } from '../demo-auction/running-stores.ts';
import type { RunningMarketplace } from '../demo-auction/running-stores.ts';
import { rush } from './rush.ts';

const BARE_SERVER = fileURLToPath(new URL('bare-server.ts', import.meta.url));
const BIDDERS = 64;
const WARM_UP_MS = 1_500;
const RUN_MS = 5_000;
const START_KRW = 1_000;
const UNIT_KRW = 1;
const HOUR_MS = 3_600_000;

/** How many bids one auction judged, and how that compares; each figure of this machine, this run. */
export interface BidRush {
  bidders: number;
  judgedPerSecond: number;
  acceptedPerSecond: number;
  /** The same client and body against a server that only reads and answers. */
  barePerSecond: number;
  /** Judged bids for each answer of the bare server. */
  ratio: number;
}

/**
 * Lets 64 bidders bid as fast as they are answered on one auction of the running system, for five
 * seconds. The client shares the processor with the servers: compare ratios, not bids a second.
 */
export async function bidRush(): Promise<BidRush> {
  const marketplace = runningMarketplace();
  if (new URL(marketplace.apiUrl).hostname !== '127.0.0.1') {
    throw new Error('The load test runs against this machine only.');
  }
  const { path, tokens } = await prepare(marketplace);
  const bare = await startBareServer();
  try {
    await rushBids(bare.url, path, tokens, WARM_UP_MS);
    const baseline = await rushBids(bare.url, path, tokens, RUN_MS);
    await rushBids(marketplace.apiUrl, path, tokens, WARM_UP_MS);
    const judged = await rushBids(marketplace.apiUrl, path, tokens, RUN_MS);
    return {
      bidders: BIDDERS,
      judgedPerSecond: Math.round(judged.answeredPerSecond),
      acceptedPerSecond: Math.round(judged.acceptedPerSecond),
      barePerSecond: Math.round(baseline.answeredPerSecond),
      ratio: Number((judged.answeredPerSecond / baseline.answeredPerSecond).toFixed(2)),
    };
  } finally {
    bare.stop();
  }
}

// One won more than the last known price each time: about as many are accepted as are overtaken.
function rushBids(url: string, path: string, tokens: string[], forMs: number) {
  const state = { knownKrw: START_KRW };
  return rush({
    url: `${url}${path}`,
    tokens,
    forMs,
    body: () => {
      state.knownKrw += UNIT_KRW;
      const bid = { bidId: randomUUID(), kind: 'exact', amountKrw: state.knownKrw };
      return JSON.stringify({ ...bid, confirmed: true });
    },
    onRefused: ({ minimumKrw }) => {
      state.knownKrw = Math.max(state.knownKrw, minimumKrw ?? 0);
    },
  });
}

async function prepare(
  marketplace: RunningMarketplace,
): Promise<{ path: string; tokens: string[] }> {
  const { db, end } = connectMysql(marketplace.mysqlUrl);
  const redis = connectRedis(marketplace.redisUrl);
  try {
    await whenConnected(redis);
    const nowMs = Date.now();
    const key = tokenKey(readFileSync(join(marketplace.dataDir, 'token-secret'), 'utf8'));
    const people = Array.from({ length: BIDDERS + 1 }, () => personOf(randomUUID(), nowMs));
    const [seller, ...bidders] = people;
    await db.insert(users).values(people);
    const auction = auctionOf(seller?.userId ?? '', nowMs);
    await db.insert(auctions).values(auction);
    await openAuction(redis, auction);
    const tokens = bidders.map(({ userId, nickname }) => {
      const claims = { userId, nickname, role: 'USER' as const, familyId: '' };
      return signAccessToken(key, claims, nowMs + HOUR_MS);
    });
    return { path: `/api/v1/auctions/${auction.auctionId}/bids`, tokens };
  } finally {
    redis.disconnect();
    await end();
  }
}

function personOf(userId: string, createdAtMs: number) {
  const nickname = `짐꾼 ${userId.slice(0, 8)}`;
  const email = `${userId}@load.test`;
  return { userId, email, nickname, nicknameKey: userId, passwordHash: 'none', createdAtMs };
}

function auctionOf(sellerId: string, nowMs: number) {
  return {
    auctionId: randomUUID(),
    sellerId,
    title: '부하 시험',
    description: '얼마나 견디는지 재는 경매예요. 곧 닫혀요.',
    categoryId: 'etc',
    startKrw: START_KRW,
    steps: fixedUnit(UNIT_KRW),
    capKrw: CAP_MAX_KRW,
    saleDate: kstDate(nowMs),
    opensAtMs: nowMs,
    closesAtMs: nowMs + 2 * (WARM_UP_MS + RUN_MS) + 10_000,
    epoch: 1,
    createdAtMs: nowMs,
  };
}

async function startBareServer(): Promise<{ url: string; stop: () => void }> {
  const child = fork(BARE_SERVER);
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}
