import { BOOKS_ID, keepReconciliation } from '@sagopalgo/core/operating/keep-reconciliation.ts';
import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import type { Connections } from '../connections.ts';

const TOLD_MAX = 100;

/**
 * Checks the books as a whole, keeps what came of it, and tells what differs as an error: a person has to look, and
 * trying again would mend nothing. Returns how much differs.
 */
export async function reconcileBooks({
  db,
  log,
  now,
}: Pick<Connections, 'db' | 'log' | 'now'>): Promise<number> {
  const differences = await checkBooks(db);
  const { length: count } = differences;
  await keepReconciliation(db, BOOKS_ID, { compared: 1, differences, ranAtMs: now() });
  if (count === 0) {
    log.info('books.balance');
    return 0;
  }
  const told = differences.slice(0, TOLD_MAX);
  log.error('books.differ', { count, told });
  return count;
}
