import type { Db, Tx } from '../mysql/connect.ts';

/**
 * A transaction about one order, whose row is to be locked first. It locks rows and not the gaps between
 * them, in which the rows of other orders are being added: two would wait for each other.
 */
export function orderTransaction<Result>(
  db: Db,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return db.transaction(work, { isolationLevel: 'read committed' });
}
