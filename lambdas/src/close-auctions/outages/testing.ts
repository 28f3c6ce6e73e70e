import { JudgeAwayError, JudgeWatch } from './judge-watch.ts';

/** A watch that sees a Redis which was started so long ago; null: one that is away. */
export class WatchOf extends JudgeWatch {
  readonly #uptimeMs: number | null;

  constructor(uptimeMs: number | null) {
    super();
    this.#uptimeMs = uptimeMs;
  }

  override look(): Promise<{ startedAtMs: number }> {
    if (this.#uptimeMs === null) return Promise.reject(new JudgeAwayError('away'));
    return Promise.resolve({ startedAtMs: Date.now() - this.#uptimeMs });
  }
}
