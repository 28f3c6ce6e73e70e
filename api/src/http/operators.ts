import { eq } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { AccessClaims, VerifiedClaims } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { RepeatedLook } from './repeated-look.ts';

const OPERATORS_MAX = 1_000;
/** A token tells its moment to the second, and other processes have clocks of their own. */
const CLOCKS_APART_MS = 2_000;

/**
 * Who is an operator now, read from the record again and again: a token says who was one when it was
 * signed, up to an hour ago. No call waits for it, so that it costs a bid nothing.
 */
export class Operators {
  readonly #deps: Pick<Deps, 'db' | 'log' | 'now'>;
  readonly #repeated: RepeatedLook;
  #ids: ReadonlySet<string> = new Set();
  #lookedAtMs = 0;

  constructor(deps: Pick<Deps, 'db' | 'log' | 'now'>) {
    this.#deps = deps;
    this.#repeated = new RepeatedLook(deps.log, 'operators.not-read', () => this.#read());
  }

  /** Reads who they are; while the record does not answer, what was read last stands. */
  look(): Promise<void> {
    return this.#repeated.look();
  }

  /** The role of whoever carries a token: what was read after it was signed goes before what it says. */
  roleOf({ userId, role, expiresAtMs }: VerifiedClaims): AccessClaims['role'] {
    if (this.#ids.has(userId)) return 'ADMIN';
    const signedAtMs = expiresAtMs - ACCESS_TOKEN_MS;
    return this.#lookedAtMs > signedAtMs + CLOCKS_APART_MS ? 'USER' : role;
  }

  async #read(): Promise<void> {
    const { db, now } = this.#deps;
    const atMs = now();
    const found = await db
      .select({ userId: users.userId })
      .from(users)
      .where(eq(users.role, 'ADMIN'))
      .limit(OPERATORS_MAX + 1);
    if (found.length > OPERATORS_MAX) throw new Error(`over ${OPERATORS_MAX} operators`);
    this.#ids = new Set(found.map(({ userId }) => userId));
    this.#lookedAtMs = atMs;
  }
}
