import { isSyllable, leadOf, strokesOf } from './hangul.ts';

/** A folded word as it is typed, one jamo a stroke. */
export function typedStrokes(word: string): string {
  return Array.from(word, strokesOf).join('');
}

/** A folded word's initial consonants (초성); what is no syllable stands for itself. */
export function initialStrokes(word: string): string {
  return Array.from(word, (char) => (isSyllable(char) ? leadOf(char) : char)).join('');
}
