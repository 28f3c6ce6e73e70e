import { desc } from 'drizzle-orm';
import { termsSchema } from '../contracts/till.ts';
import type { Db, Tx } from '../mysql/connect.ts';
import { tillTerms } from '../mysql/till-schema.ts';
import { DEFAULT_TERMS } from '../rules/till-terms.ts';
import type { TillTerms } from '../rules/till-terms.ts';

/** The till's terms as they are now; what no operator has ever set is as it was from the beginning. */
export async function readTerms(db: Db | Tx): Promise<TillTerms> {
  const [row] = await db.select().from(tillTerms).orderBy(desc(tillTerms.termsId)).limit(1);
  if (!row) return DEFAULT_TERMS;
  const set: unknown = JSON.parse(row.terms);
  return termsSchema.parse({ ...DEFAULT_TERMS, ...(set as object) });
}
