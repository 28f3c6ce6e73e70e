import { expect } from 'chai';
import { deedWords } from './audit-words.ts';

describe('the words for what operators did', () => {
  it('name the deed, and the function that was run', () => {
    expect(deedWords({ kind: 'hide', job: null })).to.equal('경매 숨기기');
    expect(deedWords({ kind: 'order:cancel', job: null })).to.equal('주문 취소');
    expect(deedWords({ kind: 'run-job', job: 'reconcile' })).to.equal('‘하루 대조’ 다시 돌리기');
  });

  it('are the name itself for what is not known here', () => {
    expect(deedWords({ kind: 'order:new-thing', job: null })).to.equal('order:new-thing');
    expect(deedWords({ kind: 'run-job', job: 'new-job' })).to.equal('‘new-job’ 다시 돌리기');
  });
});
