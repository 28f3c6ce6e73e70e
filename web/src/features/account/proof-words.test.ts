import { expect } from 'chai';
import { ApiRefusal, networkRefusal } from '../../lib/api-refusal.ts';
import type { ApiRefusalCode } from '../../lib/api-refusal.ts';
import { isUsedUp, requestFaultWords } from './proof-words.ts';

const refusal = (code: ApiRefusalCode, detail: Record<string, unknown> = {}) =>
  new ApiRefusal({ code, message: '문장', detail });

describe('what is said of links that prove an address', () => {
  it('names the minutes until another may be sent, rounded up', () => {
    expect(requestFaultWords(refusal('RATE_LIMITED', { retryAfterMs: 60_001 }))).to.contain(
      '2분 뒤',
    );
    expect(requestFaultWords(refusal('RATE_LIMITED'))).to.equal('문장');
  });

  it('is the refusal’s own sentence otherwise', () => {
    expect(requestFaultWords(refusal('UNAVAILABLE'))).to.equal('문장');
    expect(requestFaultWords(networkRefusal())).to.contain('인터넷 연결');
    expect(requestFaultWords(new Error('x'))).to.contain('문제가 생겼어요');
  });

  it('tells a link that is used up from a try that failed', () => {
    expect(isUsedUp(refusal('EMAIL_PROOF_INVALID'))).to.equal(true);
    expect(isUsedUp(networkRefusal())).to.equal(false);
  });
});
