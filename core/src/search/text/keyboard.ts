import { composeStrokes, isSyllable } from './hangul.ts';

/** Where the jamo are on a keyboard (두벌식). */
const KEYS: Readonly<Record<string, string>> = {
  ...{ q: 'ㅂ', w: 'ㅈ', e: 'ㄷ', r: 'ㄱ', t: 'ㅅ', y: 'ㅛ', u: 'ㅕ', i: 'ㅑ', o: 'ㅐ', p: 'ㅔ' },
  ...{ a: 'ㅁ', s: 'ㄴ', d: 'ㅇ', f: 'ㄹ', g: 'ㅎ', h: 'ㅗ', j: 'ㅓ', k: 'ㅏ', l: 'ㅣ' },
  ...{ z: 'ㅋ', x: 'ㅌ', c: 'ㅊ', v: 'ㅍ', b: 'ㅠ', n: 'ㅜ', m: 'ㅡ' },
  ...{ Q: 'ㅃ', W: 'ㅉ', E: 'ㄸ', R: 'ㄲ', T: 'ㅆ', O: 'ㅒ', P: 'ㅖ' },
};
const SYLLABLES_MIN = 2;

/**
 * What somebody meant who typed Korean on an English keyboard; null where that makes no whole syllables,
 * or only one, which English words often do too.
 */
export function meantInKorean(typed: string): string | null {
  if (!/^[a-zA-Z]+$/.test(typed)) return null;
  const strokes = Array.from(typed)
    .map((key) => KEYS[key] ?? KEYS[key.toLowerCase()] ?? '')
    .join('');
  const composed = Array.from(composeStrokes(strokes));
  if (composed.length < SYLLABLES_MIN || !composed.every(isSyllable)) return null;
  return composed.join('');
}
