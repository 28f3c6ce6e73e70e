import { expect } from 'chai';
import { heldKrw, obstacleWords, signedKrw } from './settlement.ts';

const ACCOUNT = { bank: '88', accountNumber: '110123456789', holderName: '김하나' };

describe('settlement', () => {
  it('holds what is owed and not confirmed yet, never less than nothing', () => {
    expect(heldKrw({ balanceKrw: 950, dueKrw: 300, paidOutKrw: 0 })).to.equal(650);
    expect(heldKrw({ balanceKrw: -100, dueKrw: 0, paidOutKrw: 500 })).to.equal(0);
  });

  it('shows which way the balance went', () => {
    expect(signedKrw(950_000)).to.equal('+950,000원');
    expect(signedKrw(-950_000)).to.equal('-950,000원');
  });

  it('asks for an account where money waits for one', () => {
    const words = obstacleWords({ balanceKrw: 950, dueKrw: 950, account: null });
    expect(words).to.contain('950원').and.to.contain('계좌를 등록해 주세요');
  });

  it('says nothing where nothing is in the way', () => {
    expect(obstacleWords({ balanceKrw: 950, dueKrw: 950, account: ACCOUNT })).to.equal(null);
    expect(obstacleWords({ balanceKrw: 950, dueKrw: 0, account: null })).to.equal(null);
  });

  it('says what a balance below nothing means', () => {
    const words = obstacleWords({ balanceKrw: -1_000, dueKrw: 0, account: ACCOUNT });
    expect(words).to.contain('1,000원이 모자라요').and.to.contain('다음 판매 대금');
  });
});
