import { desc, sql } from 'drizzle-orm';
import type { Suggestion } from '../../contracts/auction-lists.ts';
import { searchTerms } from '../../mysql/search-schema.ts';
import { isConsonant } from '../text/hangul.ts';
import { meantInKorean } from '../text/keyboard.ts';
import { typedStrokes } from '../text/strokes.ts';
import { textOf, wordsOf } from '../text/words-of.ts';
import type { Select } from './timed-select.ts';

/** Of a text that is there in several kinds, the first is told. */
const KINDS = ['category', 'hashtag', 'title'] as const;
/** Longer ones are not asked for: no word is kept that is longer. */
const TYPED_MAX_CHARS = 180;

interface Term {
  text: string;
  kind: Suggestion['kind'];
  categoryId: string;
  uses: number;
}

/** How the last word of what is typed may go on, most used first; words before it stay. */
export async function suggestTerms(
  select: Select,
  typed: string,
  limit: number,
): Promise<Suggestion[]> {
  const last = wordsOf(typed).at(-1);
  const start = last?.[0]?.chars[0]?.start ?? 0;
  const end = last?.at(-1)?.chars.at(-1)?.end;
  if (!last || end !== typed.length) return [];
  const found = await findTerms(select, textOf(last), limit);
  const meant = found.length === 0 ? meantInKorean(typed.slice(start)) : null;
  const terms = meant === null ? found : await findTerms(select, meant, limit);
  const head = typed.slice(0, start).trimStart();
  return alike(terms)
    .slice(0, limit)
    .map((term) => suggestionOf(head, term));
}

function findTerms(select: Select, word: string, limit: number): Promise<Term[]> {
  const strokes = typedStrokes(word);
  if (strokes.length > TYPED_MAX_CHARS) return Promise.resolve([]);
  const column = Array.from(word).every(isConsonant) ? searchTerms.initials : searchTerms.typed;
  const { text, kind, categoryId, uses } = searchTerms;
  return select<Term>(
    sql`${text} AS text, ${kind} AS kind, ${categoryId} AS categoryId, ${uses} AS uses
      FROM ${searchTerms} WHERE ${column} LIKE ${`${strokes}%`}
      ORDER BY ${desc(uses)}, ${text} LIMIT ${limit * KINDS.length}`,
  );
}

// A text of several kinds counts as one, used as often as all of them.
function alike(terms: readonly Term[]): Term[] {
  const byText = new Map<string, Term>();
  for (const term of terms) {
    const same = byText.get(term.text);
    const first = same && KINDS.indexOf(same.kind) <= KINDS.indexOf(term.kind) ? same : term;
    byText.set(term.text, { ...first, uses: term.uses + (same?.uses ?? 0) });
  }
  return [...byText.values()].toSorted((a, b) => b.uses - a.uses || (a.text < b.text ? -1 : 1));
}

function suggestionOf(head: string, { text, kind, categoryId }: Term): Suggestion {
  if (head !== '') return { text: head + text, kind: 'title' };
  return kind === 'category' ? { text, kind, categoryId } : { text, kind };
}
