import { expect } from 'chai';
import { checkAccount, EMPTY_ACCOUNT } from './account-draft.ts';

const DRAFT = { bank: '88', accountNumber: '110-123-456789', holderName: ' 김하나 ' };

describe('account draft', () => {
  it('names every field that is still missing', () => {
    expect(checkAccount(EMPTY_ACCOUNT).faults).to.deep.equal({
      bank: '은행을 골라 주세요.',
      accountNumber: '계좌번호를 숫자로 적어 주세요.',
      holderName: '예금주를 적어 주세요.',
    });
  });

  it('takes a number with dashes, spaces and full-width digits', () => {
    expect(checkAccount(DRAFT).account).to.deep.equal({
      ...{ bank: '88', accountNumber: '110123456789', holderName: '김하나' },
    });
    const typed = { ...DRAFT, accountNumber: '１１０ 123 456789' };
    expect(checkAccount(typed).account?.accountNumber).to.equal('110123456789');
  });

  it('refuses what is no account number, and a bank that is not there', () => {
    for (const accountNumber of ['12345', '1'.repeat(21), '110a23456']) {
      expect(checkAccount({ ...DRAFT, accountNumber }).faults).to.have.keys('accountNumber');
    }
    expect(checkAccount({ ...DRAFT, bank: '00' }).faults).to.have.keys('bank');
  });
});
