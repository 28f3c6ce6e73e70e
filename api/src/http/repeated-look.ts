import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';

/**
 * Looks at the record again and again, one look at a time, so that no call waits for it. While the record
 * does not answer, what was read last stands, and the log is told once under `event`.
 */
export class RepeatedLook {
  readonly #read: () => Promise<void>;
  readonly #log: Pick<Deps['log'], 'warn'>;
  readonly #event: string;
  #isLooking = false;
  #isBlind = false;

  /** `read` keeps what it has read only when it has read all of it. */
  constructor(log: Pick<Deps['log'], 'warn'>, event: string, read: () => Promise<void>) {
    this.#log = log;
    this.#event = event;
    this.#read = read;
  }

  /** One look; nothing while another is under way. Never rejects. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#read();
      this.#isBlind = false;
    } catch (error) {
      // Once an outage: it lasts for many looks.
      if (!this.#isBlind) this.#log.warn(this.#event, { error: describeError(error) });
      this.#isBlind = true;
    } finally {
      this.#isLooking = false;
    }
  }
}
