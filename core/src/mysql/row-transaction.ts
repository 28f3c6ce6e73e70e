import type { Db, Tx } from './connect.ts';

/**
 * A transaction that locks rows and not the gaps between them, in which others' rows are being added: two of them
 * would wait for each other. Right where whatever is read is locked first, such as the row of one order or person.
 */
export function rowTransaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return db.transaction(work, { isolationLevel: 'read committed' });
}
