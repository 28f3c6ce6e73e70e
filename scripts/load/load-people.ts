import { randomUUID } from 'node:crypto';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import type { BidSteps } from '@sagopalgo/core/rules/bid-steps.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { signAccessToken, tokenKey } from '@sagopalgo/core/runtime/token.ts';
import type { Bidder } from './rush.ts';

const HOUR_MS = 3_600_000;
/** As many rows as a real table has, so that the script has them to look through. */
const STEPS: BidSteps = Array.from({ length: 13 }, (_, row) => [row * 1_000_000_000, 1]);

/** Where a load keeps its people and auctions. */
export interface LoadDeps {
  db: Db;
  redis: AuctionRedis;
  tokenSecret: string;
}

/** Whose tokens: of a program, or of a signing-in, which every call asks about, as it may have been ended. */
export type CallerKind = 'program' | 'browser';

/** Adds `count` people with an hour's token each. */
export async function addBidders(
  { db, tokenSecret }: LoadDeps,
  count: number,
  kind: CallerKind = 'program',
): Promise<Bidder[]> {
  const nowMs = Date.now();
  const key = tokenKey(tokenSecret);
  const people = Array.from({ length: count }, () => {
    const userId = randomUUID();
    const nickname = userId.slice(0, 18);
    return { userId, nickname, nicknameKey: userId, email: `${userId}@load.test` };
  });
  await db
    .insert(users)
    .values(people.map((person) => ({ ...person, passwordHash: 'none', createdAtMs: nowMs })));
  return people.map(({ userId, nickname }) => {
    const familyId = kind === 'browser' ? randomUUID() : '';
    const claims = { userId, nickname, role: 'USER' as const, familyId };
    return { userId, token: signAccessToken(key, claims, nowMs + HOUR_MS) };
  });
}

/** Lists `count` auctions that are open for an hour, extension and all, from `startKrw` by one won. */
export async function addAuctions(
  { db, redis }: LoadDeps,
  count: number,
  startKrw: number,
): Promise<string[]> {
  const nowMs = Date.now();
  const rows = Array.from({ length: count }, () => ({
    auctionId: randomUUID(),
    sellerId: randomUUID(),
    title: '부하 시험',
    description: '얼마나 견디는지 재는 경매예요.',
    categoryId: 'etc',
    ...{ startKrw, steps: STEPS, capKrw: CAP_MAX_KRW },
    ...{ reserveKrw: null, buyNowKrw: null, extension: 'auto' as const },
    saleDate: kstDate(nowMs),
    opensAtMs: nowMs,
    closesAtMs: nowMs + HOUR_MS,
    scheduledClosesAtMs: nowMs + HOUR_MS,
    epoch: 1,
    createdAtMs: nowMs,
  }));
  await db.insert(auctions).values(rows);
  for (const row of rows) await openAuction(redis, row);
  return rows.map(({ auctionId }) => auctionId);
}
