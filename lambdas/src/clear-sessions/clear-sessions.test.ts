import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { signInTraces } from '@sagopalgo/core/mysql/operating-schema.ts';
import { refreshTokens, sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import { SIGNALS_WINDOW_MS } from '@sagopalgo/core/rules/signals-window.ts';
import { signInAttempts } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { clearSessions } from './clear-sessions.ts';
import { handler } from './handler.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So far back that nothing of another test is as old. */
const NOW_MS = 1_000_000_000_000;

describe('clearing sign-ins that are over', () => {
  let connections: LambdaTestConnections;
  let past: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
    past = { ...connections, now: () => NOW_MS };
  });
  after(async () => {
    await endLambdaConnections();
    await connections.end();
  });

  /** A sign-in with a token for each of `expiresAtMs`; returns its id. */
  async function signIn(
    given: { createdAtMs?: number; endedAtMs?: number },
    ...expiresAtMs: number[]
  ): Promise<string> {
    const familyId = randomUUID();
    const createdAtMs = NOW_MS - DAY_MS;
    const { db } = connections;
    await db
      .insert(sessionFamilies)
      .values({ familyId, userId: 'u', createdAtMs, endedAtMs: null, ...given });
    for (const atMs of expiresAtMs) {
      const tokenHash = randomUUID().replaceAll('-', '').repeat(2);
      await db.insert(refreshTokens).values({ tokenHash, familyId, expiresAtMs: atMs });
    }
    return familyId;
  }
  const left = async (familyId: string) => {
    const { db } = connections;
    const families = db.$count(sessionFamilies, eq(sessionFamilies.familyId, familyId));
    const tokens = db.$count(refreshTokens, eq(refreshTokens.familyId, familyId));
    return { families: await families, tokens: await tokens };
  };

  it('takes expired tokens, and the sign-in with the last of them', async () => {
    const renewed = await signIn({}, NOW_MS - 2, NOW_MS - 1, NOW_MS + DAY_MS);
    const over = await signIn({}, NOW_MS - 1);
    expect(await clearSessions(past)).to.deep.equal({
      tokens: 3,
      families: 1,
      traces: 0,
      attempts: 0,
      isAll: true,
    });
    expect(await left(renewed)).to.deep.equal({ families: 1, tokens: 1 });
    expect(await left(over)).to.deep.equal({ families: 0, tokens: 0 });
    expect(await clearSessions(past)).to.deep.equal({
      tokens: 0,
      families: 0,
      traces: 0,
      attempts: 0,
      isAll: true,
    });
  });

  it('takes ended ones only when no access token of theirs can be good', async () => {
    const just = await signIn({ endedAtMs: NOW_MS - HOUR_MS }, NOW_MS + DAY_MS);
    const justWithout = await signIn({ endedAtMs: NOW_MS - HOUR_MS });
    const long = await signIn({ endedAtMs: NOW_MS - 2 * HOUR_MS - 1 }, NOW_MS + DAY_MS);
    await clearSessions(past);
    expect(await left(just)).to.deep.equal({ families: 1, tokens: 1 });
    expect(await left(justWithout)).to.deep.equal({ families: 1, tokens: 0 });
    expect(await left(long)).to.deep.equal({ families: 0, tokens: 0 });
  });

  it('takes ways to providers that have run out, used or not', async () => {
    const way = async (expiresAtMs: number): Promise<string> => {
      const attemptHash = randomUUID().replaceAll('-', '').repeat(2);
      await connections.db.insert(signInAttempts).values({
        ...{ attemptHash, provider: 'kakao', state: 's', nonce: 'n', verifier: 'v' },
        ...{ redirectUri: 'r', expiresAtMs },
      });
      return attemptHash;
    };
    const [over, open] = [await way(NOW_MS - 1), await way(NOW_MS + 1)];
    expect((await clearSessions(past)).attempts).to.equal(1);
    const count = (attemptHash: string) =>
      connections.db.$count(signInAttempts, eq(signInAttempts.attemptHash, attemptHash));
    expect([await count(over), await count(open)]).to.deep.equal([0, 1]);
  });

  it('is woken by its schedule', async () => {
    const over = await signIn({ createdAtMs: 1 }, 2);
    await handler();
    expect(await left(over)).to.deep.equal({ families: 0, tokens: 0 });
  });

  it('goes on where its bound stopped it, or where two run at once', async () => {
    const families: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      families.push(await signIn({ endedAtMs: NOW_MS - DAY_MS }, NOW_MS + DAY_MS));
    }
    const bound = { rowsABatch: 2, batchesMax: 2 };
    expect(await clearSessions(past, bound)).to.deep.equal({
      ...{ tokens: 4, families: 4, traces: 0, attempts: 0, isAll: false },
    });
    await Promise.all([clearSessions(past), clearSessions(past)]);
    for (const familyId of families) {
      expect(await left(familyId)).to.deep.equal({ families: 0, tokens: 0 });
    }
  });

  it('takes from where people signed in once no signal looks so far back', async () => {
    const userId = randomUUID();
    const trace = (traceHash: string, lastSeenAtMs: number) => ({
      ...{ userId, kind: 'device' as const, traceHash, firstSeenAtMs: 1, lastSeenAtMs },
    });
    const since = NOW_MS - SIGNALS_WINDOW_MS;
    const rows = [trace('a', since - 2), trace('b', since - 1), trace('c', since)];
    await connections.db.insert(signInTraces).values(rows);
    const bound = { rowsABatch: 1, batchesMax: 1 };
    expect(await clearSessions(past, bound)).to.include({ traces: 1, isAll: false });
    expect(await clearSessions(past)).to.include({ traces: 1, isAll: true });
    const kept = await connections.db
      .select()
      .from(signInTraces)
      .where(eq(signInTraces.userId, userId));
    expect(kept.map(({ traceHash }) => traceHash)).to.deep.equal(['c']);
  });
});
