import { expect } from 'chai';
import { mostWords, premiumWords, totalKrw, unpayableWords } from './bid-total.ts';

describe('what is paid in the end', () => {
  it('is the very price where there is no premium', () => {
    expect(totalKrw(4_350_000, 0)).to.equal(4_350_000);
    expect(mostWords(4_350_000, 0)).to.equal('낙찰되면 한도가 아니라 마지막 현재가만 결제해요.');
  });

  it('is with the premium in whole won, rounded down, as the order has it', () => {
    expect(totalKrw(10_001, 550)).to.equal(10_551);
    expect(premiumWords(550)).to.equal('구매 수수료 5.5%를');
    expect(mostWords(1_000_000, 500)).to.contain('많아야 1,050,000원이에요.');
  });

  it('is said to be more than can be paid from the first won that is, premium and all', () => {
    expect(unpayableWords(1_000_000_000, 0)).to.equal(null);
    expect(unpayableWords(1_000_000_001, 0)).to.contain('10억 원이 넘으면');
    expect(unpayableWords(952_380_953, 500)).to.equal(null);
    expect(unpayableWords(952_380_954, 500)).to.contain('미결제로 남아요');
  });
});
