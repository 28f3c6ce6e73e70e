import { desc } from 'drizzle-orm';
import { z } from 'zod';
import type { Reconciled } from '@sagopalgo/core/contracts/operating.ts';
import { BOOKS_ID } from '@sagopalgo/core/operating/keep-reconciliation.ts';
import { reconciliations } from '@sagopalgo/core/mysql/operating-schema.ts';
import type { Deps } from '../deps.ts';

const SHOWN_MAX = 31;

const differencesSchema = z.array(z.string());

/** What the last comparisons came to, the latest first. */
export async function findReconciliations({ db }: Pick<Deps, 'db'>): Promise<Reconciled[]> {
  const { ranAtMs } = reconciliations;
  const rows = await db.select().from(reconciliations).orderBy(desc(ranAtMs)).limit(SHOWN_MAX);
  return rows.map(({ reconciledId, differences, ...row }) => ({
    ...row,
    saleDate: reconciledId === BOOKS_ID ? null : reconciledId,
    differences: differencesSchema.parse(JSON.parse(differences)),
  }));
}
