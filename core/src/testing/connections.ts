import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { connectMysql } from '../mysql/connect.ts';
import type { Db } from '../mysql/connect.ts';
import { auctions, users } from '../mysql/schema.ts';
import { connectRedis } from '../redis/connect.ts';
import type { AuctionRedis } from '../redis/connect.ts';
import type { AuctionToOpen } from '../redis/to-open.ts';
import type { Log } from '../runtime/logger.ts';

/** A row of the record. */
export type AuctionRow = typeof auctions.$inferSelect;

const HOUR_MS = 3_600_000;
/** A disk that has much else to do stands still for longer than a bidder would wait. */
const ANSWER_WITHIN_MS = 20_000;
const LOOK_PAUSE_MIN_MS = 20;
const LOOK_PAUSE_MAX_MS = 200;

/** Where the tests' real servers are; `npm test` starts them and sets both. */
export function testUrls(): { mysqlUrl: string; redisUrl: string } {
  const { MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl } = process.env;
  if (!mysqlUrl || !redisUrl) {
    throw new Error('room tests need MYSQL_URL and REDIS_URL; run them by `npm test`');
  }
  return { mysqlUrl, redisUrl };
}

/** A Toss that nobody answers for, until a test names a simulator in its place. */
export function testToss(baseUrl = 'http://127.0.0.1:9') {
  return {
    DEPLOYMENT: 'local',
    TOSS_API_BASE_URL: baseUrl,
    TOSS_SECRET_KEY: 'test_gsk_sim_0SagopalgoNoMoneyMoves0',
    TOSS_CLIENT_KEY: 'test_gck_sim_0SagopalgoNoMoneyMoves0',
  };
}

/** Connections to the tests' migrated database and Redis. */
export interface TestConnections {
  db: Db;
  redis: AuctionRedis;
  end: () => Promise<void>;
}

/** Opens both connections; call `end` when the tests are over. */
export async function openTestConnections(): Promise<TestConnections> {
  const { mysqlUrl, redisUrl } = testUrls();
  const { db, end } = connectMysql(mysqlUrl);
  const redis = connectRedis(redisUrl, ANSWER_WITHIN_MS);
  await redis.connect();
  return {
    db,
    redis,
    end: async () => {
      redis.disconnect();
      await end();
    },
  };
}

/** Adds a person who cannot log in (no usable password) and returns the new id. */
export async function addUser(db: Db): Promise<string> {
  const userId = randomUUID();
  await db.insert(users).values({
    userId,
    email: `${userId}@test.invalid`,
    nickname: userId.slice(0, 18),
    nicknameKey: userId,
    passwordHash: 'none',
    createdAtMs: Date.now(),
  });
  return userId;
}

/** Adds an auction to the record only (Redis knows nothing of it), live for an hour unless told otherwise. */
export async function addAuction(db: Db, given: Partial<AuctionRow> = {}): Promise<AuctionRow> {
  const nowMs = Date.now();
  const auction: AuctionRow = {
    auctionId: randomUUID(),
    sellerId: randomUUID(),
    listingId: null,
    listingHash: null,
    title: '시험용 경매',
    description: '시험용 설명',
    categoryId: 'etc',
    hashtags: [],
    startKrw: 1000,
    steps: [[0, 100]],
    capKrw: 1_000_000_000_000,
    reserveKrw: null,
    reserveNonce: null,
    buyNowKrw: null,
    extension: 'none',
    feeBp: 500,
    premiumBp: 0,
    onDefault: 'second-chance',
    saleDate: '2026-01-01',
    opensAtMs: nowMs - 1000,
    closesAtMs: nowMs + HOUR_MS,
    scheduledClosesAtMs: given.closesAtMs ?? nowMs + HOUR_MS,
    moved: null,
    outageDay: null,
    state: 'scheduled',
    epoch: 1,
    recordedSeq: 0,
    recordedRaise: 0,
    chainHash: null,
    bidCount: 0,
    priceKrw: null,
    minimumKrw: null,
    listedKrw: given.priceKrw ?? given.startKrw ?? 1000,
    leaderId: null,
    leaderOrdinal: null,
    lastBidAtMs: null,
    viewCount: 0,
    watchCount: 0,
    createdAtMs: nowMs,
    settledAtMs: null,
    restoredAtMs: null,
    resumedEpoch: 0,
    interruptedAtMs: null,
    hiddenAtMs: null,
    ...given,
  };
  await db.insert(auctions).values(auction);
  return auction;
}

/** The rules of an auction that is in no store yet, live for an hour unless told otherwise. */
export function someRules(given: Partial<AuctionToOpen> = {}): AuctionToOpen {
  const closesAtMs = given.closesAtMs ?? Date.now() + HOUR_MS;
  return {
    auctionId: randomUUID(),
    epoch: 1,
    sellerId: 'seller',
    startKrw: 1000,
    steps: [[0, 100]],
    capKrw: 1_000_000_000_000,
    reserveKrw: null,
    buyNowKrw: null,
    extension: 'none',
    opensAtMs: Date.now() - 1000,
    closesAtMs,
    scheduledClosesAtMs: closesAtMs,
    ...given,
  };
}

/** A log that keeps what it was told, for tests that look at it. */
export function quietLog(): Log & { events: { event: string; facts?: unknown }[] } {
  const events: { event: string; facts?: unknown }[] = [];
  const keep = (event: string, facts?: unknown): void => {
    events.push({ event, facts });
  };
  return { events, error: keep, warn: keep, info: keep, debug: keep };
}

/** Asks `look` again and again until it gives something, for at most `withinMs`; throws after that. */
export async function eventually<Found>(
  look: () => Promise<Found | null | undefined | false>,
  withinMs = 10_000,
): Promise<Found> {
  const beganAtMs = Date.now();
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs = Date.now() - beganAtMs) {
    const found = await look();
    if (found) return found;
    // Whoever has waited long can wait a little longer, and leaves the processors to those who work.
    const pauseMs = Math.min(Math.max(waitedMs / 10, LOOK_PAUSE_MIN_MS), LOOK_PAUSE_MAX_MS);
    await new Promise((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
  throw new Error(`it did not happen within ${withinMs} ms`);
}
