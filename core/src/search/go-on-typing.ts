import type { Suggestion } from '../contracts/auction-lists.ts';
import { meantInKorean } from './text/keyboard.ts';
import { textOf, wordsOf } from './text/words-of.ts';

/** Of a text that is there in several kinds, the first is told. */
export const SUGGESTION_KINDS = ['category', 'hashtag', 'title'] as const;

/** Longer ones are not asked for: no word is kept that is longer. */
export const TYPED_MAX_STROKES = 180;

/** A word that is suggested, and how many auctions have it. */
export interface Term {
  text: string;
  kind: Suggestion['kind'];
  /** '' of what is no category. */
  categoryId: string;
  uses: number;
}

/**
 * How the last word of what is typed may go on, most used first; words before it stay. `findTerms` finds the
 * terms that begin with a folded word, by its strokes or its initials.
 */
export async function goOnTyping(
  typed: string,
  limit: number,
  findTerms: (word: string) => Promise<readonly Term[]>,
): Promise<Suggestion[]> {
  const last = wordsOf(typed).at(-1);
  const start = last?.[0]?.chars[0]?.start ?? 0;
  const end = last?.at(-1)?.chars.at(-1)?.end;
  if (!last || end !== typed.length) return [];
  const found = await findTerms(textOf(last));
  const meant = found.length === 0 ? meantInKorean(typed.slice(start)) : null;
  const terms = meant === null ? found : await findTerms(meant);
  const head = typed.slice(0, start).trimStart();
  return alike(terms)
    .slice(0, limit)
    .map((term) => suggestionOf(head, term));
}

// A text of several kinds counts as one, used as often as all of them.
function alike(terms: readonly Term[]): Term[] {
  const byText = new Map<string, Term>();
  for (const term of terms) {
    const same = byText.get(term.text);
    const isFirst = !same || kindOrder(term) < kindOrder(same);
    byText.set(term.text, { ...(isFirst ? term : same), uses: term.uses + (same?.uses ?? 0) });
  }
  return [...byText.values()].toSorted((a, b) => b.uses - a.uses || (a.text < b.text ? -1 : 1));
}

function kindOrder({ kind }: Term): number {
  return SUGGESTION_KINDS.indexOf(kind);
}

function suggestionOf(head: string, { text, kind, categoryId }: Term): Suggestion {
  if (head !== '') return { text: head + text, kind: 'title' };
  return kind === 'category' ? { text, kind, categoryId } : { text, kind };
}
