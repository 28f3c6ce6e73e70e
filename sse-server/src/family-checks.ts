import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { findEnded } from '@sagopalgo/core/redis/ended-families.ts';

const FAMILIES_A_CHECK = 500;

interface Asking {
  answer: Promise<boolean | null>;
  resolve: (isEnded: boolean | null) => void;
  reject: (error: unknown) => void;
}

/** Asks Redis which signings-in were ended, for everybody who wants to know in the same moment at once. */
export class FamilyChecks {
  readonly #redis: AuctionRedis;
  #asked = new Map<string, Asking>();

  constructor(redis: AuctionRedis) {
    this.#redis = redis;
  }

  /**
   * Whether a signing-in was ended; null while Redis cannot say because it was emptied. Tokens of API
   * clients belong to none. Rejects when Redis does not answer.
   */
  isEnded(familyId: string): Promise<boolean | null> {
    if (familyId === '') return Promise.resolve(false);
    const asked = this.#asked.get(familyId);
    if (asked) return asked.answer;
    if (this.#asked.size === 0) setImmediate(() => this.#askAll());
    const { promise: answer, ...settle } = Promise.withResolvers<boolean | null>();
    this.#asked.set(familyId, { answer, ...settle });
    return answer;
  }

  #askAll(): void {
    const askings = [...this.#asked];
    this.#asked = new Map();
    for (let first = 0; first < askings.length; first += FAMILIES_A_CHECK) {
      void this.#askSome(askings.slice(first, first + FAMILIES_A_CHECK));
    }
  }

  async #askSome(askings: [familyId: string, asking: Asking][]): Promise<void> {
    try {
      const familyIds = askings.map(([familyId]) => familyId);
      const { ended, isComplete } = await findEnded(this.#redis, familyIds);
      for (const [familyId, { resolve }] of askings) {
        resolve(ended.has(familyId) || (isComplete ? false : null));
      }
    } catch (error) {
      for (const [, { reject }] of askings) reject(error);
    }
  }
}
