import { REFUSAL_CODES } from '@sagopalgo/core/contracts/errors.ts';
import { expect } from 'chai';
import type { ApiRefusalCode } from '../../lib/api-refusal.ts';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { plainStep, stepAfterRefusal } from './next-step.ts';

const AMOUNT_KRW = 4_400_000;
const MINIMUM_KRW = 4_550_000;
const KNOWN = { priceKrw: 4_500_000, minimumKrw: MINIMUM_KRW };

describe('next step of a bid', () => {
  it('promises the amount in the words of the button', () => {
    const step = plainStep(4_600_000, MINIMUM_KRW, 50_000);
    expect(step).to.include({ does: 'bid', button: '4,600,000원에 입찰하기' });
    expect(step.hint).to.equal('최소 4,550,000원 · 입찰 단위 50,000원');
  });

  it('offers the minimum where nothing, or too little, is typed', () => {
    expect(plainStep(null, MINIMUM_KRW, 50_000).amountKrw).to.equal(MINIMUM_KRW);
    const low = plainStep(1000, MINIMUM_KRW, 50_000);
    expect(low).to.include({ hintIsFault: true, button: '4,550,000원으로 고쳐 입찰' });
  });

  it('mends a bid that was overtaken', () => {
    const step = after('BID_TOO_LOW', { minimumKrw: MINIMUM_KRW });
    expect(step).to.include({ amountKrw: MINIMUM_KRW, button: '4,550,000원으로 고쳐 입찰' });
  });

  it('takes the later minimum when the price has moved on since the refusal', () => {
    const refusal = new ApiRefusal({
      code: 'BID_TOO_LOW',
      message: '',
      detail: { minimumKrw: 100 },
    });
    expect(stepAfterRefusal(refusal, 50, { priceKrw: 200, minimumKrw: 300 })).to.include({
      amountKrw: 300,
      hint: '방금 200원 입찰이 있었어요. 300원부터 입찰할 수 있어요.',
    });
  });

  it('asks for a large amount in words', () => {
    const refusal = new ApiRefusal({ code: 'CONFIRM_LARGE_BID', message: '' });
    const step = stepAfterRefusal(refusal, 45_500_000, KNOWN);
    expect(step).to.include({ does: 'confirm', button: '네, 이 금액으로 입찰' });
    expect(step.notice).to.equal('45,500,000원, 사천오백오십만 원이 맞나요? 최소 금액의 10배예요.');
  });

  it('says by how much a bid was late', () => {
    expect(after('AUCTION_CLOSED', { lateByMs: 214 }).notice).to.equal(
      '마감 0.214초 뒤에 도착해서 인정되지 않았어요.',
    );
    expect(after('AUCTION_CLOSED', { lateByMs: 0 }).notice).to.contain('마감되는 순간');
  });

  it('sends the same bid again when its outcome is not known', () => {
    expect(after('NETWORK', {}).does).to.equal('again');
    expect(after('UNAVAILABLE', {}).does).to.equal('again');
  });

  it('lowers a bid to the cap', () => {
    expect(after('BID_TOO_HIGH', { capKrw: 3_000_000 }).button).to.equal(
      '3,000,000원으로 고쳐 입찰',
    );
  });

  it('has words and a button for every refusal there is', () => {
    for (const code of [...REFUSAL_CODES, 'NETWORK' as const]) {
      const step = after(code, {});
      expect(step.notice ?? step.hint, code).to.match(/[가-힣]/);
      expect(step.button, code).to.match(/[가-힣]/);
    }
  });
});

function after(code: ApiRefusalCode, detail: Record<string, unknown>) {
  const refusal = new ApiRefusal({ code, message: '문장', detail });
  return stepAfterRefusal(refusal, AMOUNT_KRW, KNOWN);
}
