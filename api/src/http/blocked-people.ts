import { gt } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { ACCESS_TOKEN_MS } from '@sagopalgo/core/runtime/token.ts';
import type { Deps } from '../deps.ts';
import { RepeatedLook } from './repeated-look.ts';

const BLOCKED_MAX = 100_000;
/** Somebody may have been signing in as they were blocked, by a clock that is behind. */
const SIGNING_IN_MS = 60_000;

/**
 * Whose account an operator has shut while a token of theirs may still be good, read from the record again and
 * again so that no call waits for it. After that there is no such token: nobody so blocked is given one.
 */
export class BlockedPeople {
  readonly #deps: Pick<Deps, 'db' | 'log' | 'now'>;
  readonly #repeated: RepeatedLook;
  #ids: ReadonlySet<string> = new Set();

  constructor(deps: Pick<Deps, 'db' | 'log' | 'now'>) {
    this.#deps = deps;
    this.#repeated = new RepeatedLook(deps.log, 'blocked-people.not-read', () => this.#read());
  }

  /** Reads who they are; while the record does not answer, what was read last stands. */
  look(): Promise<void> {
    return this.#repeated.look();
  }

  has(userId: string): boolean {
    return this.#ids.has(userId);
  }

  async #read(): Promise<void> {
    const { db, now } = this.#deps;
    const found = await db
      .select({ userId: users.userId })
      .from(users)
      .where(gt(users.blockedAtMs, now() - ACCESS_TOKEN_MS - SIGNING_IN_MS))
      .limit(BLOCKED_MAX + 1);
    if (found.length > BLOCKED_MAX) throw new Error(`over ${BLOCKED_MAX} blocked within an hour`);
    this.#ids = new Set(found.map(({ userId }) => userId));
  }
}
