import { expect } from 'chai';
import type { Highlight } from '../../contracts/auction-lists.ts';
import { CODER } from './coded-text.ts';
import type { Coder } from './coded-text.ts';
import { excerpt, highlight } from './highlight.ts';

/** Hits in brackets. */
function shown(pieces: Highlight): string {
  return pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');
}

const marked = (words: string, text: string) => shown(highlight(words, { text }).text);

const MARKS: readonly [words: string, text: string, marked: string][] = [
  ['책상', '원목책상을 팝니다', '원목[책상]을 팝니다'],
  ['책상을', '책상과 의자', '[책상]과 의자'],
  ['의자 책상', '책상과 의자', '[책상]과 [의자]'],
  ['라이카M6', '라이카M6, 그리고 M6', '[라이카M6], 그리고 [M6]'],
  ['leica', 'ＬＥＩＣＡ 렌즈', '[ＬＥＩＣＡ] 렌즈'],
  ['cafe', 'Café', '[Café]'],
  ['책상', '책상'.normalize('NFD'), `[${'책상'.normalize('NFD')}]`],
  ['ㅊㅅ', '원목책상', '원목[책상]'],
  ['책ㅅ', '책상', '[책상]'],
  ['강', '가위 강', '가위 [강]'],
  ['라이커', '라이카를 팔아요', '[라이카]를 팔아요'],
  ['cortkd', '책상', '[책상]'],
  ['風', '屛風 여덟 폭', '屛[風] 여덟 폭'],
  ['*"+', '책상 *"+', '책상 *"+'],
  ['책상', '', ''],
  ['책상', '👨‍👩‍👧책상🎁', '👨‍👩‍👧[책상]🎁'],
];

describe('highlighting', () => {
  it('marks what was found, in the text as it was written', () => {
    for (const [words, text, expected] of MARKS) {
      expect(marked(words, text), words).to.equal(expected);
    }
  });

  it('gives back every text whole', () => {
    for (const [words, text] of MARKS) {
      const pieces = highlight(words, { text }).text;
      expect(pieces.map((piece) => piece.text).join('')).to.equal(text);
    }
  });

  it('takes a word for misspelt only where it stands nowhere', () => {
    const { title, description } = highlight('책상', { title: '책장', description: '책상' });
    expect([shown(title), shown(description)]).to.deep.equal(['책장', '[책상]']);
    const other = highlight('책상', { title: '책장', description: '' });
    expect(shown(other.title)).to.equal('[책장]');
  });

  it('works out the code of every character once, however many words are looked for', () => {
    const counts = { charCode: 0, initialCode: 0, typedStrokes: 0 };
    const coder: Coder = {
      charCode: (script, char) => {
        counts.charCode += 1;
        return CODER.charCode(script, char);
      },
      initialCode: (char) => {
        counts.initialCode += 1;
        return CODER.initialCode(char);
      },
      typedStrokes: (word) => {
        counts.typedStrokes += 1;
        return CODER.typedStrokes(word);
      },
    };
    const words = '가나 다라 마바 사아 ㄱㄴ ㄷㄹ ㅁㅂ ㅅㅇ ㅈㅊ 자차 카타 파하';
    const text = '나무책상을 '.repeat(2_000);
    const [lookedAt, length] = [600, '나무책상을 '.length];
    highlight(words, { text }, coder);
    expect(counts.charCode).to.equal((lookedAt / length) * (length - 1));
    expect(counts.initialCode).to.equal((lookedAt / length) * (length - 1));
    expect(counts.typedStrokes).to.equal((lookedAt / length) * 2);
  });

  it('cuts a long text to what stands around the first hit, and no character through', () => {
    const long = `${'가 '.repeat(200)}책상${' 나'.repeat(200)}`;
    const cut = shown(excerpt(highlight('책상', { text: long }).text));
    expect(cut).to.match(/^….*\[책상\].*…$/su);
    expect(cut.length).to.be.lessThan(170);
    const emoji = '🎁'.repeat(200);
    const [first] = excerpt(highlight('책상', { text: emoji }).text);
    expect(first?.text.isWellFormed()).to.equal(true);
    expect(shown(excerpt([{ text: '짧아요', hit: false }]))).to.equal('짧아요');
  });
});
