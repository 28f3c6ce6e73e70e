import { gt } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { ACCESS_TOKEN_MS, isMadeBefore } from '@sagopalgo/core/runtime/token.ts';
import type { VerifiedClaims } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { RepeatedLook } from './repeated-look.ts';

const PEOPLE_MAX = 100_000;
/** By the clock of another process. */
const CLOCKS_APART_MS = 60_000;

/** Which programs' tokens are good no more: they belong to no signing-in that could be ended. */
export interface SpentTokens {
  /** Reads anew from when on each is good; while the record does not answer, what was read last stands. */
  look(): Promise<void>;
  isSpent(claims: Pick<VerifiedClaims, 'userId' | 'familyId' | 'expiresAtMs'>): boolean;
}

/**
 * Those that were made before their owner changed the password or left. Read from the record again and again so
 * that no call waits for it; after an hour there is no such token.
 */
export function createSpentTokens(deps: Pick<Deps, 'db' | 'log' | 'now'>): SpentTokens {
  let goodFromMs: ReadonlyMap<string, number> = new Map();
  const repeated = new RepeatedLook(deps.log, 'spent-tokens.not-read', async () => {
    const found = await deps.db
      .select({ userId: users.userId, tokensFromMs: users.tokensFromMs })
      .from(users)
      .where(gt(users.tokensFromMs, deps.now() - ACCESS_TOKEN_MS - CLOCKS_APART_MS))
      .limit(PEOPLE_MAX + 1);
    if (found.length > PEOPLE_MAX) throw new Error(`over ${PEOPLE_MAX} new passwords in an hour`);
    goodFromMs = new Map(found.map(({ userId, tokensFromMs }) => [userId, tokensFromMs ?? 0]));
  });
  return {
    look: () => repeated.look(),
    isSpent: ({ userId, familyId, expiresAtMs }) =>
      familyId === '' && isMadeBefore(expiresAtMs, goodFromMs.get(userId) ?? 0),
  };
}
