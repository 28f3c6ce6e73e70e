import { expect } from 'chai';
import type { Known } from './next-step.ts';
import { questionOf } from './question.ts';

const KNOWN: Known = {
  priceKrw: 4_500_000,
  minimumKrw: 4_550_000,
  unitKrw: 50_000,
  capKrw: 1_000_000_000_000,
  leadingMaxKrw: null,
  reserve: 'none',
  premiumBp: 0,
};

describe('the question before a binding bid', () => {
  it('tells a maximum in words and what it means', () => {
    const question = questionOf({ kind: 'auto', amountKrw: 5_000_000 }, KNOWN);
    expect(question).to.include({
      inWords: '오백만 원',
      yes: '네, 5,000,000원까지 자동 입찰',
    });
    expect(question.meaning).to.include(
      '다른 사람이 올려도 이 금액까지 자동으로 한 단계씩 앞서요. 한도는 아무에게도 보이지 않아요.',
    );
  });

  it('tells the leader from which maximum it goes up', () => {
    const known = { ...KNOWN, leadingMaxKrw: 5_000_000 };
    const question = questionOf({ kind: 'auto', amountKrw: 6_000_000 }, known);
    expect(question.yes).to.equal('네, 한도를 6,000,000원으로');
    expect(question.meaning[0]).to.equal(
      '지금 5,000,000원인 내 한도를 올려요. 현재가는 그대로예요.',
    );
  });

  it('does not promise an unmoved price while a reserve may be reached', () => {
    const known = { ...KNOWN, leadingMaxKrw: 5_000_000, reserve: 'unmet' as const };
    const { meaning } = questionOf({ kind: 'auto', amountKrw: 6_000_000 }, known);
    expect(meaning.join(' ')).not.to.contain('현재가는 그대로');
    expect(meaning.join(' ')).to.contain('숨은 최저 낙찰가');
  });

  it('wonders at a maximum many times the minimum', () => {
    const many = questionOf({ kind: 'auto', amountKrw: 45_500_000 }, KNOWN).meaning;
    expect(many.at(-1)).to.equal('지금 최소 금액의 10배예요.');
    const few = questionOf({ kind: 'auto', amountKrw: 5_000_000 }, KNOWN).meaning;
    expect(few.join(' ')).not.to.contain('배예요');
  });

  it('says what a buyer’s premium comes to at the most', () => {
    const known = { ...KNOWN, premiumBp: 500 };
    const auto = questionOf({ kind: 'auto', amountKrw: 5_000_000 }, known).meaning.join(' ');
    expect(auto).to.contain('구매 수수료 5%를 더해 결제해요. 많아야 5,250,000원이에요.');
    const buyNow = questionOf({ kind: 'buy-now', amountKrw: 8_000_000 }, known).meaning.join(' ');
    expect(buyNow).to.contain('8,400,000원을 결제해요');
  });

  it('says that buying at once ends the auction', () => {
    const question = questionOf({ kind: 'buy-now', amountKrw: 8_000_000 }, KNOWN);
    expect(question).to.include({ inWords: '팔백만 원', yes: '네, 8,000,000원에 즉시 구매' });
    expect(question.meaning.join(' ')).to.contain('경매가 끝나요');
  });

  it('says before a yes that nobody can pay so much', () => {
    for (const kind of ['auto', 'buy-now'] as const) {
      const words = (amountKrw: number) => questionOf({ kind, amountKrw }, KNOWN).meaning.join(' ');
      expect(words(1_000_000_001), kind).to.contain('10억 원이 넘으면');
      expect(words(1_000_000_000), kind).not.to.contain('10억 원');
    }
  });
});
