import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { readEndMarks } from '@sagopalgo/core/redis/ended-families.ts';
import { endedKey, spentTokensKey } from '@sagopalgo/core/redis/keys.ts';
import type { EventClaim } from '@sagopalgo/core/runtime/event-ticket.ts';
import { isMadeBefore } from '@sagopalgo/core/runtime/token.ts';

const MARKS_A_CHECK = 500;

/** What Redis keeps under a key: a mark, null for none, undefined while it cannot say because it was emptied. */
type Mark = string | null | undefined;

interface Asking {
  answer: Promise<Mark>;
  resolve: (mark: Mark) => void;
  reject: (error: unknown) => void;
}

/** Asks Redis what was ended that people came by, for everybody who wants to know in the same moment at once. */
export class EndChecks {
  readonly #redis: AuctionRedis;
  #asked = new Map<string, Asking>();

  constructor(redis: AuctionRedis) {
    this.#redis = redis;
  }

  /**
   * Whether the signing-in was ended that a claim is by, or the program's token spent where it is by none; null while
   * Redis cannot say because it was emptied. Rejects when Redis does not answer.
   */
  async isEnded({ userId, familyId, untilMs }: EventClaim): Promise<boolean | null> {
    const isProgram = familyId === '';
    const mark = await this.#markOf(isProgram ? spentTokensKey(userId) : endedKey(familyId));
    if (mark === undefined) return null;
    if (mark === null) return false;
    return !isProgram || isMadeBefore(untilMs, Number(mark));
  }

  #markOf(key: string): Promise<Mark> {
    const asked = this.#asked.get(key);
    if (asked) return asked.answer;
    if (this.#asked.size === 0) setImmediate(() => this.#askAll());
    const { promise: answer, ...settle } = Promise.withResolvers<Mark>();
    this.#asked.set(key, { answer, ...settle });
    return answer;
  }

  #askAll(): void {
    const askings = [...this.#asked];
    this.#asked = new Map();
    for (let first = 0; first < askings.length; first += MARKS_A_CHECK) {
      void this.#askSome(askings.slice(first, first + MARKS_A_CHECK));
    }
  }

  async #askSome(askings: [key: string, asking: Asking][]): Promise<void> {
    try {
      const keys = askings.map(([key]) => key);
      const { values, isComplete } = await readEndMarks(this.#redis, keys);
      for (const [index, [, { resolve }]] of askings.entries()) {
        resolve(values[index] ?? (isComplete ? null : undefined));
      }
    } catch (error) {
      for (const [, { reject }] of askings) reject(error);
    }
  }
}
