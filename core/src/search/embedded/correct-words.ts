import { sql } from 'drizzle-orm';
import { searchTerms } from '../../mysql/search-schema.ts';
import { isMisspelt, mayBeMisspelt, oneEditPatterns, surePartsOf } from '../text/edits.ts';
import { meantInKorean } from '../text/keyboard.ts';
import { readQuery } from '../text/read-query.ts';
import type { QueryWord } from '../text/read-query.ts';
import { typedStrokes } from '../text/strokes.ts';
import type { Select } from './timed-select.ts';
import type { Ways } from './tokens.ts';

/** More words than one stroke parts from a Korean one: those that are seldom used are among them, too. */
const NEAR_MAX = 300;
/** As many as Elasticsearch takes. */
const CORRECTIONS_MAX = 50;

/**
 * The words in all the ways they may have been meant: as they stand, as Korean on another keyboard, and as
 * words that somebody wrote from which one mistake parts them. Null where there is no other way.
 */
export async function correctWords(
  select: Select,
  words: readonly QueryWord[],
): Promise<Ways[] | null> {
  const ways: Ways[] = [];
  for (const word of words) {
    const others = [...meant(word), ...(await nearWords(select, word))];
    const read = others.flatMap((other) => readQuery(other).slice(0, 1));
    ways.push([word.pieces, ...read.map(({ pieces }) => pieces)]);
  }
  return ways.some((each) => each.length > 1) ? ways : null;
}

function meant({ typed }: QueryWord): string[] {
  const korean = meantInKorean(typed);
  return korean === null ? [] : [korean];
}

async function nearWords(select: Select, { text }: QueryWord): Promise<string[]> {
  const typed = typedStrokes(text);
  if (!mayBeMisspelt(typed)) return [];
  const { typed: column, typedBackwards, uses } = searchTerms;
  const known = await select(
    sql`1 FROM ${searchTerms} WHERE ${column} LIKE ${`${typed}%`} LIMIT 1`,
  );
  if (known.length > 0) return [];
  const { first, last } = surePartsOf(typed);
  const backwards = Array.from(last).toReversed().join('');
  const likeIt = oneEditPatterns(typed).map((pattern) => sql`${column} LIKE ${pattern}`);
  const isNear = sql`(${sql.join(likeIt, sql` OR `)})`;
  const find = (begins: ReturnType<typeof sql>) =>
    select<{ text: string; typed: string; uses: number }>(
      sql`${searchTerms.text} AS text, ${column} AS typed, ${uses} AS uses FROM ${searchTerms}
        WHERE ${begins} AND ${isNear} ORDER BY ${uses} DESC LIMIT ${NEAR_MAX}`,
    );
  const found = [
    ...(await find(sql`${column} LIKE ${`${first}%`}`)),
    ...(await find(sql`${typedBackwards} LIKE ${`${backwards}%`}`)),
  ];
  const near = found.filter((term) => isMisspelt(typed, term.typed));
  const inOrder = near.toSorted((one, other) => other.uses - one.uses);
  return [...new Set(inOrder.map((term) => term.text))].slice(0, CORRECTIONS_MAX);
}
