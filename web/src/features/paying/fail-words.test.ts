import { expect } from 'chai';
import { failWords } from './fail-words.ts';
import { widgetWords } from './widget-words.ts';

describe('why a payment did not come about', () => {
  it('is told by Toss’s code in words of our own, with what helps', () => {
    expect(failWords('PAY_PROCESS_CANCELED').title).to.equal('결제를 그만두셨어요');
    expect(failWords('PAY_PROCESS_ABORTED').title).to.equal('결제가 도중에 멈췄어요');
    expect(failWords('REJECT_CARD_COMPANY').next).to.contain('다른 카드');
    expect(failWords('EXCEED_MAX_DAILY_PAYMENT_COUNT').title).to.contain('금액을 넘었어요');
  });

  it('is told plainly for any other code, whatever stands in the address', () => {
    for (const code of [null, '', 'SOMETHING_NEW', 'constructor', '__proto__', '<b>x</b>']) {
      expect(failWords(code).title).to.equal('결제되지 않았어요');
    }
  });
});

describe('what the widget refuses', () => {
  it('is told by its code', () => {
    const thrown = Object.assign(new Error('x'), { code: 'NEED_AGREEMENT_WITH_REQUIRED_TERMS' });
    expect(widgetWords(thrown)).to.equal('필수 약관에 동의해 주세요.');
    expect(widgetWords({ code: 'USER_CANCEL' })).to.contain('그만두셨어요');
    expect(widgetWords({ code: 'INVALID_METHOD_TRANSACTION' })).to.contain('이미 결제창이');
  });

  it('is told plainly for whatever else was thrown', () => {
    for (const thrown of [new Error('x'), null, 'x', { code: 5 }, { code: 'toString' }]) {
      expect(widgetWords(thrown)).to.contain('결제창을 열지 못했어요');
    }
  });
});
