import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';

const SECOND_MS = 1_000;
/** One who has too many open may close one at any time; told to come back after so long. */
const FULL_FOR_MS = 5_000;

/** Who watches no auction is let in up to this part of the room: the rest is for those who watch a price. */
const READERS_PART = 0.8;

/** How many watchers are let in. */
export interface AdmissionLimits {
  connectionsMax: number;
  connectionsPerAddress: number;
  connectionsPerOwner: number;
  /** New connections of one address in a second. */
  openingsPerAddress: number;
}

/** On whose account a connection is. */
export interface Account {
  /** What its address is counted by. */
  addressKey: string;
  /** The user id of a person who is signed in. */
  owner: string | null;
}

/** Counts who is connected, and says no where it would be too much. */
export class Admissions {
  readonly #limits: AdmissionLimits;
  readonly #clock: () => number;
  readonly #ofAddress = new Map<string, number>();
  readonly #ofOwner = new Map<string, number>();
  readonly #openings = new Map<string, number>();
  #openingsSinceMs = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** `clock` tells milliseconds that only ever grow: one that was set back would refuse everybody. */
  constructor(limits: AdmissionLimits, clock: () => number) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Throws RATE_LIMITED or UNAVAILABLE when one more, who watches auctions or none, may not come in. */
  check({ addressKey, owner }: Account, isWatching: boolean): void {
    const { connectionsMax, connectionsPerAddress, connectionsPerOwner } = this.#limits;
    const room = isWatching ? connectionsMax : Math.ceil(connectionsMax * READERS_PART);
    if (this.#count >= room) throw new RefusalError('UNAVAILABLE');
    const ofAddress = this.#ofAddress.get(addressKey) ?? 0;
    const ofOwner = owner === null ? 0 : (this.#ofOwner.get(owner) ?? 0);
    const isFull = ofAddress >= connectionsPerAddress || ofOwner >= connectionsPerOwner;
    if (isFull) throw new RefusalError('RATE_LIMITED', { retryAfterMs: FULL_FOR_MS });
    this.#pace(addressKey);
  }

  /** Counts one in; `leave` has to follow once. */
  enter({ addressKey, owner }: Account): void {
    this.#count += 1;
    add(this.#ofAddress, addressKey, 1);
    if (owner !== null) add(this.#ofOwner, owner, 1);
  }

  leave({ addressKey, owner }: Account): void {
    this.#count -= 1;
    add(this.#ofAddress, addressKey, -1);
    if (owner !== null) add(this.#ofOwner, owner, -1);
  }

  #pace(addressKey: string): void {
    const nowMs = this.#clock();
    if (nowMs - this.#openingsSinceMs >= SECOND_MS) {
      this.#openingsSinceMs = nowMs;
      this.#openings.clear();
    }
    const openings = add(this.#openings, addressKey, 1);
    if (openings <= this.#limits.openingsPerAddress) return;
    throw new RefusalError('RATE_LIMITED', { retryAfterMs: SECOND_MS });
  }
}

// What has come down to nothing is forgotten.
function add(counts: Map<string, number>, key: string, more: number): number {
  const count = (counts.get(key) ?? 0) + more;
  if (count <= 0) counts.delete(key);
  else counts.set(key, count);
  return count;
}
