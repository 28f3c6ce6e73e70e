import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import type { Problem } from '@sagopalgo/core/contracts/problem.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { signAccessToken, tokenKey } from '@sagopalgo/core/runtime/token.ts';
import type { WalkSystem } from './walk-system.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PASSWORD = 'walking-together';

/** Somebody who can call the API. */
export interface Caller {
  userId: string;
  token: string;
}

/** What one bid came to: accepted with its answer, or refused. */
export type BidResult = { status: 201; answer: BidAnswer } | { status: number; problem: Problem };

/** Signs a new person up over HTTP and gets a token for the API. */
export async function signUp({ marketplace }: WalkSystem): Promise<Caller> {
  const name = randomBytes(6).toString('hex');
  const credentials = { email: `${name}@walk.test`, password: PASSWORD };
  await expectStatus(
    201,
    await post(marketplace.url, '/users', { ...credentials, nickname: name }),
  );
  return await logIn(marketplace.url, credentials);
}

/** A token for an account that is there, such as a demo account. */
export async function logIn(
  url: string,
  credentials: { email: string; password: string },
): Promise<Caller> {
  const answer = await expectStatus(201, await post(url, '/tokens', credentials));
  const { user, accessToken } = (await answer.json()) as {
    user: { userId: string };
    accessToken: string;
  };
  return { userId: user.userId, token: accessToken };
}

/** Many people at once, without the cost of a password each. */
export async function crowd(
  { db, dataDir }: Pick<WalkSystem, 'db' | 'dataDir'>,
  count: number,
): Promise<Caller[]> {
  const secret = readFileSync(join(dataDir, 'token-secret'), 'utf8');
  const key = tokenKey(secret);
  const people = Array.from({ length: count }, () => {
    const userId = randomUUID();
    const nickname = userId.slice(0, 18);
    return { userId, nickname, email: `${userId}@crowd.test`, nicknameKey: userId };
  });
  const createdAtMs = Date.now();
  await db
    .insert(users)
    .values(people.map((person) => ({ ...person, passwordHash: 'none', createdAtMs })));
  return people.map(({ userId, nickname }) => {
    const claims = { userId, nickname, role: 'USER' as const, familyId: '' };
    return { userId, token: signAccessToken(key, claims, createdAtMs + HOUR_MS) };
  });
}

/** Bids over HTTP; the same `bidId` again is the same bid. */
export async function bid(
  url: string,
  { token }: Caller,
  auctionId: string,
  amountKrw: number,
  bidId: string = randomUUID(),
): Promise<BidResult> {
  const body = { bidId, kind: 'exact', amountKrw, confirmed: true };
  const response = await post(url, `/auctions/${auctionId}/bids`, body, token);
  const content: unknown = await response.json();
  if (response.status === 201) return { status: 201, answer: content as BidAnswer };
  return { status: response.status, problem: problemSchema.parse(content) };
}

/** Buys at once, where that is offered; the auction is over with it. */
export async function buyNow(url: string, { token }: Caller, auctionId: string): Promise<void> {
  const body = { bidId: randomUUID(), kind: 'buy-now' };
  await expectStatus(201, await post(url, `/auctions/${auctionId}/bids`, body, token));
}

/** Says that somebody wants to be asked when the winner does not pay. */
export async function consent(url: string, { token }: Caller, auctionId: string): Promise<void> {
  const path = `/auctions/${auctionId}/second-chance`;
  await expectStatus(200, await post(url, path, { isGiven: true }, token));
}

/** Lists a thing for tomorrow's sale, in a category of the demo; returns the auction's id. */
export async function listThing(
  url: string,
  { token }: Caller,
  thing: { title: string; startKrw: number; description?: string },
): Promise<string> {
  const { items } = await ask<{ items: { categoryId: string }[] }>(url, '/categories');
  const listing = {
    ...{ description: '상태가 좋아요.', ...thing, bidUnitKrw: 1_000 },
    ...{ categoryId: items[0]?.categoryId, saleDate: kstDate(Date.now() + DAY_MS) },
  };
  const answer = await expectStatus(201, await post(url, '/auctions', listing, token));
  return ((await answer.json()) as { auctionId: string }).auctionId;
}

/** Puts an auction on somebody's watchlist. */
export async function watchAuction(
  url: string,
  { token }: Caller,
  auctionId: string,
): Promise<void> {
  await expectStatus(200, await post(url, `/auctions/${auctionId}/watch`, {}, token));
}

/** Asks the API and returns the JSON it answers with 200. */
export async function ask<Reply>(url: string, path: string, caller?: Caller): Promise<Reply> {
  const headers = caller ? { authorization: `Bearer ${caller.token}` } : {};
  const response = await fetch(`${url}/api/v1${path}`, { headers });
  await expectStatus(200, response);
  return (await response.json()) as Reply;
}

function post(url: string, path: string, body: unknown, token?: string): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function expectStatus(status: number, response: Response): Promise<Response> {
  if (response.status === status) return response;
  throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}
