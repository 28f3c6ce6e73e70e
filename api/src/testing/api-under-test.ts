import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import type { Image } from '@sagopalgo/core/contracts/images.ts';
import type { Problem } from '@sagopalgo/core/contracts/problem.ts';
import type { User } from '@sagopalgo/core/contracts/users.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { addUser, quietLog, testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { testBucket } from '@sagopalgo/core/testing/test-bucket.ts';
import { createApp } from '../app.ts';
import { readApiConfig } from '../config.ts';
import { openDeps } from '../deps.ts';
import type { Deps } from '../deps.ts';
import { createApiServer } from '../http/api-server.ts';
import type { FieldFault } from '../http/parse-call.ts';

/** The page's own origin, as the api under test has been told. */
export const PAGE_ORIGIN = 'http://localhost:3000';
/** A category that the tests' database has. */
export const CATEGORY_ID = 'test-things';

const HOUR_MS = 3_600_000;
/** One for all apis of a test run, as all processes of a deployment share theirs. */
const SIGNING_KEY = newSigningKey();

/** Whatever an answer may say; each test knows which part of it was asked for. */
export type Told = Omit<Problem, 'detail'> &
  Auction &
  Omit<BidAnswer, 'seq'> & {
    detail: Record<string, unknown> & { fields: FieldFault[] };
    user: User;
    accessToken: string;
    accessTokenExpiresAtMs: number;
    items: Told[];
    nextCursor: string | null;
    email: string;
    emailVerified: boolean;
    standing: string;
    lastBidAtMs: number;
    acceptedAtMs: number;
    saleDate: string;
    phase: string;
    orderId: string;
    reportId: string;
    orderState: string;
    tossOrderId: string;
    ticket: string;
    ticketExpiresAtMs: number;
    imageId: string;
    upload: { method: string; url: string; headers: Record<string, string>; expiresAtMs: number };
    fault: string | null;
    image: Image | null;
    untilMs: number;
    name: string;
    parentId: string | null;
  };

/** An answer, its JSON read. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Told;
  cookies: Map<string, string>;
}

/** What a call carries. */
export interface Sent {
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  text?: string;
  token?: string;
  headers?: Record<string, string>;
}

/** The api as a client meets it, listening on a port of its own. */
export interface ApiUnderTest {
  url: string;
  deps: Deps;
  log: ReturnType<typeof quietLog>;
  call(method: string, path: string, sent?: Sent): Promise<Answer>;
  end(): Promise<void>;
}

/** Starts the api on real MySQL and Redis; `given` stands in for parts of its deps. */
export async function startApi(
  given: (deps: Deps) => Partial<Deps> = () => ({}),
  env: Record<string, string> = {},
): Promise<ApiUnderTest> {
  const log = quietLog();
  const owned = openDeps(readApiConfig({ ...testEnv(), ...env }), log, createMetrics('api-test'));
  await owned.redis.connect().catch(() => undefined);
  const deps = { ...owned, ...given(owned) };
  const answering = createApp(deps);
  const server = createApiServer(answering);
  const port = await listen(server, '127.0.0.1', 0);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    deps,
    log,
    call: (method, path, sent) => call(`${url}/api/v1${path}`, method, sent),
    end: async () => {
      await answering.talk.end();
      await closeServer(server);
      await owned.end();
    },
  };
}

/** The api with a database that no other test writes to, and that goes when it ends. */
export async function startApiAlone(
  given?: (deps: Deps) => Partial<Deps>,
  env: Record<string, string> = {},
): Promise<ApiUnderTest & { mysqlUrl: string }> {
  const { mysqlUrl, end } = await openOwnDatabase();
  const api = await startApi(given, { ...env, MYSQL_URL: mysqlUrl });
  return {
    ...{ ...api, mysqlUrl },
    end: async () => {
      await api.end();
      await end();
    },
  };
}

/** A person in the record and an access token that speaks for them. */
export async function addPersonWithToken(
  { db, accessKey }: Deps,
  role: 'USER' | 'ADMIN' = 'USER',
): Promise<{ userId: string; token: string }> {
  const userId = await addUser(db);
  if (role !== 'USER') await db.update(users).set({ role }).where(eq(users.userId, userId));
  const claims = { userId, nickname: userId.slice(0, 18), role, familyId: '' };
  return { userId, token: signAccessToken(accessKey, claims, Date.now() + HOUR_MS) };
}

/** Makes sure that CATEGORY_ID is there. */
export async function addCategory({ db }: Deps): Promise<void> {
  const row = { categoryId: CATEGORY_ID, name: '시험', parentId: null, position: 999 };
  await db
    .insert(categories)
    .values(row)
    .onDuplicateKeyUpdate({ set: { name: row.name } });
}

/** What signs somebody up who was never here before. */
export function newPerson(): { email: string; password: string; nickname: string } {
  const name = randomUUID();
  return {
    email: `${name}@test.example`,
    password: 'a good password',
    nickname: name.replaceAll('-', '').slice(0, 18),
  };
}

/** Cookies as a browser sends them back: those that were cleared are there no more. */
export function cookieHeader(cookies: Map<string, string>): string {
  const kept = [...cookies].filter(([, value]) => value !== '');
  return kept.map(([name, value]) => `${name}=${value}`).join('; ');
}

/** What a process of the api reads, for the tests' servers. */
export function testEnv(): Record<string, string> {
  const { mysqlUrl, redisUrl } = testUrls();
  return {
    HTTP_PORT: '0',
    MYSQL_URL: mysqlUrl,
    REDIS_URL: redisUrl,
    REDIS_DURABILITY: 'told',
    TOKEN_SECRET: 'a secret of at least 32 characters',
    SIGNING_KEY,
    PUBLIC_ORIGINS: PAGE_ORIGIN,
    IMAGES_BASE_URL: '/images',
    VAPID_PUBLIC_KEY: 'B'.repeat(87),
    RATE_LIMITS: 'wide',
    ...testToss(),
    ...testBucket(),
  };
}

async function call(url: string, method: string, sent: Sent = {}): Promise<Answer> {
  const text = sent.text ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
  const response = await fetch(url, {
    method,
    headers: {
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...(sent.token !== undefined && { authorization: `Bearer ${sent.token}` }),
      ...sent.headers,
    },
    ...(text !== undefined && { body: text }),
  });
  const answered = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: answered === '' ? undefined : JSON.parse(answered),
    cookies: cookiesOf(response.headers),
  };
}

function cookiesOf(headers: Headers): Map<string, string> {
  return new Map(
    headers.getSetCookie().map((line) => {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      return [name, value];
    }),
  );
}
