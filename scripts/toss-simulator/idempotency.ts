import type { Books } from './books.ts';
import type { Answer } from './toss-errors.ts';

const KEY_MAX_CHARS = 300;

/**
 * Toss's idempotency keys: the first answer is given again, byte for byte, whatever the body says; a
 * call that is still under way is not run twice.
 */
export class IdempotentCalls {
  readonly #books: Books;
  readonly #now: () => number;
  readonly #running = new Set<string>();

  constructor(books: Books, now: () => number) {
    this.#books = books;
    this.#now = now;
  }

  /** With which code a key is refused, or null. */
  faultOf(key: string): string | null {
    return key.length > KEY_MAX_CHARS ? 'INVALID_IDEMPOTENCY_KEY' : null;
  }

  /** False while a call with this identity is under way; else it is from now on, until `end`. */
  begin(identity: string | null): boolean {
    if (identity === null) return true;
    if (this.#running.has(identity)) return false;
    this.#running.add(identity);
    return true;
  }

  end(identity: string | null): void {
    if (identity !== null) this.#running.delete(identity);
  }

  /** The answer that this identity got first. */
  kept(identity: string | null): Answer | null {
    return identity === null ? null : this.#books.keptAnswer(identity, this.#now());
  }

  keep(identity: string | null, answer: Answer): void {
    if (identity === null) return;
    this.#books.keepAnswer({ identity, answer, firstUsedAtMs: this.#now() });
  }
}
