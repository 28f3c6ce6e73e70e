import { expect } from 'chai';
import { payoutsCsv, payoutText } from './payout-csv.ts';

const PAYOUT = {
  ...{ payoutId: 'p1', orderId: 'o1', sellerNickname: '고요한서재', amountKrw: 950_000 },
  ...{ bank: '88', accountNumber: '0110123456', holderName: '김하나' },
  createdAtMs: Date.parse('2026-11-21T09:00:00.000Z'),
};

describe('the table of payouts', () => {
  it('has a line for each, with the bank by name and the time in Korea', () => {
    const [head, line, end] = payoutsCsv([PAYOUT]).split('\r\n');
    expect(head?.startsWith('\uFEFF"지급 번호"')).to.equal(true);
    expect(line).to.equal(
      '"p1","o1","고요한서재","신한은행","0110123456","김하나","950000","11월 21일 18:00"',
    );
    expect(end).to.equal('');
  });

  it('lets nobody write a formula or another cell by a name', () => {
    const sellerNickname = '=1+1","x';
    expect(payoutsCsv([{ ...PAYOUT, sellerNickname }])).to.contain(`"'=1+1"",""x"`);
    expect(payoutsCsv([{ ...PAYOUT, holderName: '@SUM(A1)' }])).to.contain(`"'@SUM(A1)"`);
    expect(payoutsCsv([{ ...PAYOUT, holderName: ' ＝1+1' }])).to.contain(`"'＝1+1"`);
  });

  it('gives one payout as a line to paste', () => {
    expect(payoutText(PAYOUT)).to.equal('신한은행 0110123456 김하나 950000');
  });
});
