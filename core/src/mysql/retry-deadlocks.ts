import { isDeadlock } from './errors.ts';

const TRIES_MAX = 3;

/**
 * Does a transaction again, from its beginning, where the server has undone it as two of them waited for each other;
 * what fails otherwise, or `triesMax` times, is thrown. Right for whatever does nothing but that transaction.
 */
export async function retryDeadlocks<Result>(
  transact: () => Promise<Result>,
  triesMax = TRIES_MAX,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transact();
    } catch (error) {
      if (tries >= triesMax || !isDeadlock(error)) throw error;
    }
  }
}
