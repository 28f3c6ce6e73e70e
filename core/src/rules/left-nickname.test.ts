import { expect } from 'chai';
import { LEFT_NICKNAME, looksLeft } from './left-nickname.ts';

describe('the name of those who have left', () => {
  it('is told by its letters, whatever stands between them and however they are written', () => {
    const halfWide = '\uFFBC\uFFC2\uFFA9\uFFBC\uFFCB\uFFA4\uFFC2\uFFA4 회원';
    expect(halfWide.normalize('NFKC')).not.to.equal(halfWide);
    for (const name of [
      LEFT_NICKNAME,
      LEFT_NICKNAME.normalize('NFD'),
      ...[
        '탈퇴한회원',
        '탈퇴한  회원',
        '탈 퇴 한 회 원',
        '탈퇴한\u00A0회원',
        '탈퇴한_회원',
        '.탈퇴한·회원.',
      ],
      ...['탈퇴한\u3000회원', '(탈퇴한 회원)', '탈퇴한\u0301 회원'],
    ]) {
      expect(looksLeft(name), name).to.equal(true);
    }
  });

  it('is no name with other letters', () => {
    for (const name of ['탈퇴한 회원2', '탈퇴 안 한 회원', '회원', '탈퇴', '🙂🙂', '회원 탈퇴한']) {
      expect(looksLeft(name), name).to.equal(false);
    }
  });
});
