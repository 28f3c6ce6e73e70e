import { inArray, lte, and, sql } from 'drizzle-orm';
import type { Suggestion } from '../../contracts/auction-lists.ts';
import type { Tx } from '../../mysql/connect.ts';
import { searchTerms } from '../../mysql/search-schema.ts';
import { foldText } from '../text/fold.ts';
import { initialStrokes, typedStrokes } from '../text/strokes.ts';

/** Brings the counts of words up to date with some auctions that had those before and have these after. */
export async function countTerms(
  tx: Tx,
  before: readonly Suggestion[],
  after: readonly Suggestion[],
): Promise<void> {
  const terms = new Map<string, { term: Suggestion; uses: number }>();
  const count = (term: Suggestion, by: 1 | -1): void => {
    const key = JSON.stringify([term.text, term.kind, term.categoryId]);
    terms.set(key, { term, uses: (terms.get(key)?.uses ?? 0) + by });
  };
  for (const term of before) count(term, -1);
  for (const term of after) count(term, 1);
  const moved = [...terms.values()].filter(({ uses }) => uses !== 0);
  if (moved.length === 0) return;
  await tx
    .insert(searchTerms)
    .values(moved.map(({ term, uses }) => ({ ...rowOf(term), uses })))
    .onDuplicateKeyUpdate({ set: { uses: sql`${searchTerms.uses} + values(uses)` } });
  const fewer = moved.filter(({ uses }) => uses < 0).map(({ term }) => term.text);
  if (fewer.length === 0) return;
  await tx
    .delete(searchTerms)
    .where(and(inArray(searchTerms.text, fewer), lte(searchTerms.uses, 0)));
}

function rowOf({ text, kind, categoryId = '' }: Suggestion) {
  const folded = foldText(text).replace(/[^\p{L}\p{N}]/gu, '');
  const typed = typedStrokes(folded);
  const typedBackwards = Array.from(typed).toReversed().join('');
  return { text, kind, categoryId, typed, typedBackwards, initials: initialStrokes(folded) };
}
