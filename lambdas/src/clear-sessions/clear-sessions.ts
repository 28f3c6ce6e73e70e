import { and, asc, eq, inArray, isNull, lt, notExists, sql } from 'drizzle-orm';
import { signInTraces } from '@sagopalgo/core/mysql/operating-schema.ts';
import { refreshTokens, sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import { SIGNALS_WINDOW_MS } from '@sagopalgo/core/rules/signals-window.ts';
import { signInAttempts } from '@sagopalgo/core/mysql/sign-in-schema.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { Connections } from '../connections.ts';

const ROWS_A_BATCH = 500;
const BATCHES_MAX = 200;
/** An ended sign-in has to be known for as long as an access token of it is good; twice that is kept. */
const KEEP_ENDED_MS = 2 * ACCESS_TOKEN_MS;

/** How many rows went; `isAll` is false where there are more than one run may take. */
export interface Cleared {
  tokens: number;
  families: number;
  traces: number;
  /** Ways to providers that have run out. */
  attempts: number;
  isAll: boolean;
}

/**
 * Deletes the refresh tokens that have expired, and the sign-ins that are over: those that were ended
 * long enough ago, with all their tokens, and those whose last token has expired; and from where people
 * signed in, once no signal looks so far back. A few rows at a time, so that nobody who signs in waits; it may be
 * cut off and run again, or twice at once.
 */
export async function clearSessions(
  connections: Pick<Connections, 'db' | 'now'>,
  { rowsABatch = ROWS_A_BATCH, batchesMax = BATCHES_MAX } = {},
): Promise<Cleared> {
  const cleared: Cleared = { tokens: 0, families: 0, traces: 0, attempts: 0, isAll: true };
  for (const clear of [clearExpired, clearEnded, clearLeft, clearTraces, clearAttempts]) {
    let isDone = false;
    for (let batch = 0; batch < batchesMax && !isDone; batch += 1) {
      const {
        tokens = 0,
        families = 0,
        traces = 0,
        attempts = 0,
        found,
      } = await clear(connections, rowsABatch);
      cleared.tokens += tokens;
      cleared.families += families;
      cleared.traces += traces;
      cleared.attempts += attempts;
      isDone = found < rowsABatch;
    }
    cleared.isAll &&= isDone;
  }
  return cleared;
}

type Used = Pick<Connections, 'db' | 'now'>;
type Batch = Partial<Omit<Cleared, 'isAll'>> & { found: number };

async function clearExpired({ db, now }: Used, rows: number): Promise<Batch> {
  const expired = await db
    .select({ tokenHash: refreshTokens.tokenHash })
    .from(refreshTokens)
    .where(lt(refreshTokens.expiresAtMs, now()))
    .orderBy(asc(refreshTokens.expiresAtMs))
    .limit(rows);
  if (expired.length === 0) return { tokens: 0, families: 0, found: 0 };
  const hashes = expired.map(({ tokenHash }) => tokenHash);
  const [gone] = await db.delete(refreshTokens).where(inArray(refreshTokens.tokenHash, hashes));
  return { tokens: gone.affectedRows, families: 0, found: expired.length };
}

// Tokens first: cut off in between, the family is found again.
async function clearEnded({ db, now }: Used, rows: number): Promise<Batch> {
  const ended = await db
    .select({ familyId: sessionFamilies.familyId })
    .from(sessionFamilies)
    .where(lt(sessionFamilies.endedAtMs, now() - KEEP_ENDED_MS))
    .orderBy(asc(sessionFamilies.endedAtMs))
    .limit(rows);
  if (ended.length === 0) return { tokens: 0, families: 0, found: 0 };
  const ids = ended.map(({ familyId }) => familyId);
  const [tokens] = await db.delete(refreshTokens).where(inArray(refreshTokens.familyId, ids));
  const [families] = await db.delete(sessionFamilies).where(inArray(sessionFamilies.familyId, ids));
  return { tokens: tokens.affectedRows, families: families.affectedRows, found: ended.length };
}

// A sign-in begins with a token and is renewed by one only, so without any it is over, and its access
// tokens, which are younger than the last of them, have been dead for long.
async function clearLeft({ db, now }: Used, rows: number): Promise<Batch> {
  const tokens = db
    .select({ one: sql`1` })
    .from(refreshTokens)
    .where(eq(refreshTokens.familyId, sessionFamilies.familyId));
  const left = await db
    .select({ familyId: sessionFamilies.familyId })
    .from(sessionFamilies)
    .where(
      and(
        lt(sessionFamilies.createdAtMs, now() - KEEP_ENDED_MS),
        isNull(sessionFamilies.endedAtMs),
        notExists(tokens),
      ),
    )
    .orderBy(asc(sessionFamilies.createdAtMs))
    .limit(rows);
  if (left.length === 0) return { tokens: 0, families: 0, found: 0 };
  const ids = left.map(({ familyId }) => familyId);
  const [gone] = await db.delete(sessionFamilies).where(inArray(sessionFamilies.familyId, ids));
  return { tokens: 0, families: gone.affectedRows, found: left.length };
}

async function clearTraces({ db, now }: Used, rows: number): Promise<Batch> {
  const [gone] = await db
    .delete(signInTraces)
    .where(lt(signInTraces.lastSeenAtMs, now() - SIGNALS_WINDOW_MS))
    .orderBy(asc(signInTraces.lastSeenAtMs))
    .limit(rows);
  return { traces: gone.affectedRows, found: gone.affectedRows };
}

async function clearAttempts({ db, now }: Used, rows: number): Promise<Batch> {
  const over = await db
    .select({ attemptHash: signInAttempts.attemptHash })
    .from(signInAttempts)
    .where(lt(signInAttempts.expiresAtMs, now()))
    .orderBy(asc(signInAttempts.expiresAtMs))
    .limit(rows);
  if (over.length === 0) return { found: 0 };
  const hashes = over.map(({ attemptHash }) => attemptHash);
  const [gone] = await db.delete(signInAttempts).where(inArray(signInAttempts.attemptHash, hashes));
  return { attempts: gone.affectedRows, found: over.length };
}
