import { wholeEnvironment } from './config.ts';
import type { Env } from './config.ts';

/** What a Lambda keeps from one event to the next: opened by the first that asks, anew after a failure. */
export class KeptConnections<Opened extends { end: () => Promise<void> }> {
  readonly #open: (env: Env) => Opened | Promise<Opened>;
  #kept: Promise<Opened> | null = null;

  /** @param open Opens them as the environment says, whose secrets have been fetched by then. */
  constructor(open: (env: Env) => Opened | Promise<Opened>) {
    this.#open = open;
  }

  /** The same connections for everybody; throws a ConfigError, or what opening them threw. */
  get(): Promise<Opened> {
    this.#kept ??= this.#openOnce();
    return this.#kept;
  }

  /** Ends them, where a process outlives its handlers. */
  async end(): Promise<void> {
    const ending = this.#kept;
    this.#kept = null;
    await (await ending)?.end();
  }

  async #openOnce(): Promise<Opened> {
    try {
      return await this.#open(await wholeEnvironment());
    } catch (error) {
      // The next event tries again.
      this.#kept = null;
      throw error;
    }
  }
}
