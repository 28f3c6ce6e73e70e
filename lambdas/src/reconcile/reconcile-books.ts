import { checkBooks } from '@sagopalgo/core/orders/check-books.ts';
import type { Connections } from '../connections.ts';

const TOLD_MAX = 100;

/**
 * Checks the books as a whole, and tells what differs as an error: a person has to look, and trying again
 * would mend nothing.
 */
export async function reconcileBooks({ db, log }: Pick<Connections, 'db' | 'log'>): Promise<void> {
  const differences = await checkBooks(db);
  if (differences.length === 0) return log.info('books.balance');
  const told = differences.slice(0, TOLD_MAX);
  log.error('books.differ', { count: differences.length, told });
}
