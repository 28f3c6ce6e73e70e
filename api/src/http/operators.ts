import { eq } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { AccessClaims, VerifiedClaims } from '@sagopalgo/core/runtime/token.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';

const OPERATORS_MAX = 1_000;
/** A token tells its moment to the second, and other processes have clocks of their own. */
const CLOCKS_APART_MS = 2_000;

/**
 * Who is an operator now, read from the record again and again: a token says who was one when it was
 * signed, up to an hour ago. No call waits for it, so that it costs a bid nothing.
 */
export class Operators {
  readonly #deps: Pick<Deps, 'db' | 'log' | 'now'>;
  #ids: ReadonlySet<string> = new Set();
  #lookedAtMs = 0;
  #isLooking = false;
  #isBlind = false;

  constructor(deps: Pick<Deps, 'db' | 'log' | 'now'>) {
    this.#deps = deps;
  }

  /** Reads who they are; while the record does not answer, what was read last stands. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { db, log, now } = this.#deps;
    try {
      const atMs = now();
      const found = await db
        .select({ userId: users.userId })
        .from(users)
        .where(eq(users.role, 'ADMIN'))
        .limit(OPERATORS_MAX + 1);
      if (found.length > OPERATORS_MAX) throw new Error(`over ${OPERATORS_MAX} operators`);
      this.#ids = new Set(found.map(({ userId }) => userId));
      this.#lookedAtMs = atMs;
      this.#isBlind = false;
    } catch (error) {
      // Once an outage: it lasts for many looks.
      if (!this.#isBlind) log.warn('operators.not-read', { error: describeError(error) });
      this.#isBlind = true;
    } finally {
      this.#isLooking = false;
    }
  }

  /** The role of whoever carries a token: what was read after it was signed goes before what it says. */
  roleOf({ userId, role, expiresAtMs }: VerifiedClaims): AccessClaims['role'] {
    if (this.#ids.has(userId)) return 'ADMIN';
    const signedAtMs = expiresAtMs - ACCESS_TOKEN_MS;
    return this.#lookedAtMs > signedAtMs + CLOCKS_APART_MS ? 'USER' : role;
  }
}
