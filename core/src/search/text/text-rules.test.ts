import { expect } from 'chai';
import * as fc from 'fast-check';
import { isMisspelt, surePartsOf } from './edits.ts';
import { foldText } from './fold.ts';
import { composeStrokes, strokesOf } from './hangul.ts';
import { meantInKorean } from './keyboard.ts';
import { stemLength } from './particles.ts';
import { readQuery } from './read-query.ts';
import { initialStrokes, typedStrokes } from './strokes.ts';
import { textOf, wordsOf } from './words-of.ts';

const FIRST_SYLLABLE = 0xac00;
const SYLLABLES = 11_172;

const syllable = fc
  .integer({ min: 0, max: SYLLABLES - 1 })
  .map((index) => String.fromCodePoint(FIRST_SYLLABLE + index));
const wordOfSyllables = fc
  .array(syllable, { minLength: 1, maxLength: 6 })
  .map((all) => all.join(''));
const wordOfLetters = fc.string({
  unit: fc.constantFrom(...Array.from('abcdefgh')),
  minLength: 4,
  maxLength: 9,
});

describe('the rules for words that are searched', () => {
  it('take every syllable apart and together again', () => {
    for (let index = 0; index < SYLLABLES; index += 1) {
      const whole = String.fromCodePoint(FIRST_SYLLABLE + index);
      // Doubled vowels are typed as they are; of ㅒ and ㅖ there is one key each.
      expect(composeStrokes(strokesOf(whole))).to.equal(whole);
    }
  });

  it('fold case, width, accents and how a text is composed, and leave single jamo alone', () => {
    expect(foldText('ＬＥＩＣＡ Café Ⅳ ㈜')).to.equal('leica cafe iv (주)');
    expect(foldText('ㅊㅐㄱ ㅄ')).to.equal('ㅊㅐㄱ ㅄ');
    fc.assert(
      fc.property(wordOfSyllables, (word) => {
        expect(foldText(word.normalize('NFD'))).to.equal(word);
      }),
    );
  });

  it('fold what is folded to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const once = foldText(text);
        expect(foldText(once)).to.equal(once);
      }),
    );
  });

  it('take words apart where letters end, whatever stands between', () => {
    const texts = (text: string) => wordsOf(text).map(textOf);
    expect(texts('라이카M6, EOS-5D(중고)!')).to.deep.equal(['라이카m6', 'eos', '5d', '중고']);
    expect(wordsOf('라이카M6')[0]?.map(({ script }) => script)).to.deep.equal(['hangul', 'latin']);
    expect(texts('*%_"🎁 …')).to.deep.equal([]);
  });

  it('know what is typed for a word, and how it begins', () => {
    expect(typedStrokes('책상')).to.equal('ㅊㅐㄱㅅㅏㅇ');
    expect(typedStrokes('과값m6')).to.equal('ㄱㅗㅏㄱㅏㅂㅅm6');
    expect(initialStrokes('원목책상')).to.equal('ㅇㅁㅊㅅ');
  });

  it('take particles off where they may stand, and leave two syllables', () => {
    const stem = (word: string) => word.slice(0, stemLength(Array.from(word)));
    for (const [word, expected] of Object.entries({
      책상을: '책상',
      책상에서: '책상',
      의자로: '의자',
      서랍으로: '서랍',
      가을: '가을',
      의자을: '의자을',
      책상는: '책상는',
      오토바이: '오토바이',
      책상: '책상',
    })) {
      expect(stem(word), word).to.equal(expected);
    }
  });

  it('read Korean from another keyboard, shifted keys too, and no single syllable', () => {
    expect(meantInKorean('cortkd')).to.equal('책상');
    expect(meantInKorean('Eorqhrdl')).to.equal('땍복이');
    expect(meantInKorean('gks')).to.equal(null);
    expect(meantInKorean('leica')).to.equal(null);
    expect(meantInKorean('책상')).to.equal(null);
  });

  it('tell one mistake from none and from two', () => {
    const strokes = (a: string, b: string) => isMisspelt(typedStrokes(a), typedStrokes(b));
    expect(strokes('라이커', '라이카')).to.equal(true);
    expect(strokes('라이카', '라이카')).to.equal(false);
    expect(strokes('라이커', '라디카')).to.equal(false);
    expect(strokes('책', '챙')).to.equal(false);
    expect(isMisspelt('eos5d', 'eos6d')).to.equal(false);
  });

  it('keep one sure half of a word, wherever its one mistake is', () => {
    fc.assert(
      fc.property(
        wordOfLetters,
        fc.nat(),
        fc.constantFrom('other', 'less', 'more', 'swap'),
        (word, at, kind) => {
          const typed = mistyped(word, at % (word.length - 1), kind);
          if (typed === word || typed.length < 4) return;
          expect(isMisspelt(typed, word), `${typed} for ${word}`).to.equal(true);
          const { first, last } = surePartsOf(typed);
          expect(word.startsWith(first) || word.endsWith(last), `${typed} for ${word}`).to.equal(
            true,
          );
        },
      ),
    );
  });

  it('look for a word once, for a dozen at most, and for nothing that is no word', () => {
    expect(readQuery('책상 책상 책상을')).to.have.length(2);
    expect(
      readQuery(Array.from({ length: 50 }, (_, index) => `말${index}`).join(' ')),
    ).to.have.length(12);
    expect(readQuery('"*" +-() %_ 🎁')).to.deep.equal([]);
    expect(readQuery('없'.repeat(100))[0]?.pieces.every(({ code }) => code.length <= 16)).to.equal(
      true,
    );
  });
});

function mistyped(word: string, at: number, kind: string): string {
  const [before, char, after] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)];
  if (kind === 'other') return `${before}z${after}`;
  if (kind === 'less') return before + after;
  if (kind === 'more') return `${before}z${char}${after}`;
  return before + (after[0] ?? '') + char + after.slice(1);
}
