import { z } from 'zod';
import { wordsSchema } from './fields.ts';

/**
 * Words that people write to others. They are put into Unicode's composed form first, so that what was typed on
 * a Mac counts as many characters as it shows.
 */
export function writtenSchema(maxChars: number, missing: string) {
  return composedSchema(maxChars).pipe(wordsSchema(maxChars, missing));
}

/** The same where nothing need be said; '' then. */
export function maybeWrittenSchema(maxChars: number) {
  const words = wordsSchema(maxChars, '');
  return composedSchema(maxChars).pipe(z.union([z.literal(''), words]));
}

/** A syllable in parts is three characters, and in UTF-16 none is more than two. */
const UNITS_A_CHAR_MAX = 6;

function composedSchema(maxChars: number) {
  return z
    .string()
    .max(maxChars * UNITS_A_CHAR_MAX, `${maxChars}자까지 적을 수 있어요.`)
    .transform((text) => text.normalize('NFC').trim());
}
