import { isDeepStrictEqual } from 'node:util';
import { desc } from 'drizzle-orm';
import type { z } from 'zod';
import type { setTerms } from '@sagopalgo/core/contracts/till.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { duplicateKeyOf } from '@sagopalgo/core/mysql/errors.ts';
import { tillTerms } from '@sagopalgo/core/mysql/till-schema.ts';
import { readTerms } from '@sagopalgo/core/orders/read-terms.ts';
import { faultsInTerms } from '@sagopalgo/core/rules/till-terms.ts';
import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';
import type { Deps } from '../deps.ts';
import { invalidField } from '../http/parse-call.ts';

const TRIES_MAX = 10;

/**
 * Sets the terms that are named and leaves the others, and keeps who did it and why. Two operators at once
 * each change their own. What changes nothing is no change. Throws INVALID_REQUEST for terms that do not
 * go together.
 */
export async function changeTerms(
  { db, log, now }: Pick<Deps, 'db' | 'log' | 'now'>,
  operatorId: string,
  { terms: named, reason }: z.output<typeof setTerms.body>,
): Promise<TillTerms> {
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    // The number before the terms: whoever comes in between has then taken the number.
    const lastId = await lastTermsId(db);
    const before = await readTerms(db);
    const terms = { ...before, ...given(named) };
    if (isDeepStrictEqual(terms, before)) return before;
    const [fault] = faultsInTerms(terms);
    if (fault) throw invalidField(`terms.${fault.path}`, fault.message);
    const row = { operatorId, reason, terms: JSON.stringify(terms), setAtMs: now() };
    if (await isKept(db, { termsId: lastId + 1, ...row })) {
      log.info('terms.set', { operatorId, named });
      return terms;
    }
  }
  throw new Error(`terms were set by others ${TRIES_MAX} times in a row`);
}

async function lastTermsId(db: Db): Promise<number> {
  const { termsId } = tillTerms;
  const [last] = await db.select({ termsId }).from(tillTerms).orderBy(desc(termsId)).limit(1);
  return last?.termsId ?? 0;
}

async function isKept(db: Db, row: typeof tillTerms.$inferInsert): Promise<boolean> {
  try {
    await db.insert(tillTerms).values(row);
    return true;
  } catch (error) {
    if (duplicateKeyOf(error) === null) throw error;
    return false;
  }
}

function given(named: z.output<typeof setTerms.body>['terms']): Partial<TillTerms> {
  const entries = Object.entries(named).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
