import type { Db } from '../mysql/connect.ts';
import { reconciliations } from '../mysql/operating-schema.ts';

/** Under it the check of the books is kept; a sale's comparison is kept under its date. */
export const BOOKS_ID = 'books';
const TOLD_MAX = 50;
/** With the others it must fit into one column. */
const SENTENCE_MAX_CHARS = 300;

/** Keeps what comparing came to, in the place of what the last time came to. */
export async function keepReconciliation(
  db: Db,
  reconciledId: string,
  result: { compared: number; differences: readonly string[]; ranAtMs: number },
): Promise<void> {
  const told = result.differences
    .slice(0, TOLD_MAX)
    .map((sentence) => sentence.slice(0, SENTENCE_MAX_CHARS));
  const row = {
    compared: result.compared,
    differenceCount: result.differences.length,
    differences: JSON.stringify(told),
    ranAtMs: result.ranAtMs,
  };
  await db
    .insert(reconciliations)
    .values({ reconciledId, ...row })
    .onDuplicateKeyUpdate({ set: row });
}
