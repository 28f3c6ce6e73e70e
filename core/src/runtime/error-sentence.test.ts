import { expect } from 'chai';
import { errorSentence } from './error-sentence.ts';

describe('what an operator reads of an error', () => {
  it('is its words and those of what it is made of', () => {
    const causes = [new Error('one'), new Error('two'), 'no words', new Error('a fourth')];
    const sentence = errorSentence(new AggregateError(causes, '4 orders failed'));
    expect(sentence).to.equal('4 orders failed: one: two: an error without words');
  });

  it('is nothing of a query that failed', () => {
    const failed = Object.assign(new Error("Failed query: … 'a@b.example'"), { query: 'select' });
    expect(errorSentence(failed)).to.equal('the record did not answer');
    expect(errorSentence(new AggregateError([failed], 'one failed'))).to.not.contain('example');
  });
});
