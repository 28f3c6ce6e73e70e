import { randomUUID } from 'node:crypto';
import {
  familyMark,
  loadEnded,
  markEnds,
  tokensMark,
} from '@sagopalgo/core/redis/ended-families.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { ask, SseClient } from './sse-client.ts';
import { ACCESS } from './test-window.ts';

const HOUR_MS = 3_600_000;
const FAMILY_MS = 60_000;
/** What the access cookie is called where people come to port 3000. */
const COOKIE = 'access_3000';

/** Somebody who is signed in. */
export interface Person {
  userId: string;
  familyId: string;
  token: string;
  /** What a browser sends along. */
  cookie: string;
}

/** Somebody new, signed in for an hour unless told otherwise. */
export function somePerson({
  userId = randomUUID(),
  familyId = randomUUID(),
  expiresAtMs = Date.now() + HOUR_MS,
}: Partial<Person> & { expiresAtMs?: number } = {}): Person {
  const claims = { userId, familyId, nickname: '이름', role: 'USER' as const };
  const token = signAccessToken(ACCESS.accessKey, claims, expiresAtMs);
  return { userId, familyId, token, cookie: cookieOf(token) };
}

/** A cookie of ours with that value. */
export function cookieOf(token: string): string {
  return `${COOKIE}=${token}`;
}

/** Opens a stream with these headers, and a ticket where given; resolves when the headers are there. */
export async function openOwn(
  port: number,
  auctions: string,
  { ticket, ...headers }: Record<string, string>,
): Promise<SseClient> {
  const query = ticket === undefined ? '' : `&ticket=${encodeURIComponent(ticket)}`;
  const response = await ask(port, `/events?auctions=${auctions}${query}`, headers);
  if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`);
  return new SseClient(response);
}

/** Redis has everything that ended, as the api sees to. */
export async function markEndedLoaded(redis: AuctionRedis): Promise<void> {
  await loadEnded(redis, [], FAMILY_MS);
}

/** Ends a signing-in without telling the windows. */
export async function endQuietly(redis: AuctionRedis, { familyId }: Person): Promise<void> {
  await markEnds(redis, [familyMark(familyId)], FAMILY_MS);
}

/** Spends all tokens of a person's programs that were made up to now, without telling the windows. */
export async function spendQuietly(redis: AuctionRedis, { userId }: Person): Promise<void> {
  await markEnds(redis, [tokensMark(userId, Date.now() + 1_000)], FAMILY_MS);
}
