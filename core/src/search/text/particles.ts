import { tailOf } from './hangul.ts';

const LONG = [
  ...[
    '에서',
    '에게',
    '한테',
    '까지',
    '부터',
    '처럼',
    '보다',
    '으로',
    '이랑',
    '하고',
    '이나',
    '에는',
  ],
  ...[
    '에도',
    '로는',
    '으로는',
    '에서는',
    '에서도',
    '이라는',
    '라는',
    '들을',
    '들이',
    '들은',
    '들의',
  ],
].toSorted((a, b) => b.length - a.length);
const AFTER_TAIL = '을은이과';
const AFTER_VOWEL = '를는가와';
const AFTER_ANY = '의에도만';
const STEM_MIN = 2;

/** How many of a word's first syllables are left without its particle (조사); at least two. */
export function stemLength(syllables: readonly string[]): number {
  const word = syllables.join('');
  const long = LONG.find((particle) => word.endsWith(particle));
  if (long !== undefined && syllables.length - long.length >= STEM_MIN) {
    return syllables.length - long.length;
  }
  const before = syllables.at(-2);
  if (syllables.length <= STEM_MIN || before === undefined) return syllables.length;
  return follows(before, syllables.at(-1) ?? '') ? syllables.length - 1 : syllables.length;
}

/** Whether syllables are a particle and nothing else, as after a name in other letters. */
export function isParticle(syllables: readonly string[]): boolean {
  const word = syllables.join('');
  return LONG.includes(word) || (AFTER_TAIL + AFTER_VOWEL + AFTER_ANY + '로').includes(word);
}

function follows(before: string, particle: string): boolean {
  const tail = tailOf(before);
  if (AFTER_ANY.includes(particle)) return true;
  if (particle === '로') return tail === '' || tail === 'ㄹ';
  return (tail === '' ? AFTER_VOWEL : AFTER_TAIL).includes(particle);
}
