import { expect } from 'chai';
import { afterEdit, caretAfterGrouping, groupAmount, parseAmount } from './grouped-digits.ts';

describe('grouped digits', () => {
  it('reads what people type and paste', () => {
    expect(parseAmount('4,400,000원')).to.equal(4_400_000);
    expect(parseAmount('0012')).to.equal(12);
    expect(parseAmount('0')).to.equal(0);
    expect(parseAmount('원')).to.equal(null);
  });

  it('reads full-width digits, and no more than whole won', () => {
    expect(parseAmount('４，４００，０００원')).to.equal(4_400_000);
    expect(parseAmount('1,050,000.50')).to.equal(1_050_000);
    expect(parseAmount('１２．５')).to.equal(12);
    expect(parseAmount('.')).to.equal(null);
  });

  it('stays within what a number can hold exactly', () => {
    expect(parseAmount('9'.repeat(40))).to.equal(9_999_999_999_999);
  });

  it('groups in thousands', () => {
    expect(groupAmount(4_400_000)).to.equal('4,400,000');
    expect(groupAmount(null)).to.equal('');
  });

  it('keeps the caret behind the digit that was typed', () => {
    expect(caretAfterGrouping('44000', 1, '44,000')).to.equal(1);
    expect(caretAfterGrouping('1234', 4, '1,234')).to.equal(5);
    expect(caretAfterGrouping('12,34', 2, '1,234')).to.equal(3);
    expect(caretAfterGrouping('', 0, '')).to.equal(0);
  });

  it('takes the digit beside a comma that was deleted, and leaves every other edit', () => {
    const back = { shownBefore: '1,200,000', inputType: 'deleteContentBackward' };
    const forward = { ...back, inputType: 'deleteContentForward' };
    expect(afterEdit('1200,000', 1, back)).to.deep.equal({ text: '200,000', caret: 0 });
    expect(afterEdit('1200,000', 1, forward)).to.deep.equal({ text: '100,000', caret: 1 });
    expect(afterEdit('1,20,000', 4, back)).to.deep.equal({ text: '1,20,000', caret: 4 });
    const pasted = { ...back, inputType: 'insertFromPaste' };
    expect(afterEdit('1200,000', 1, pasted)).to.deep.equal({ text: '1200,000', caret: 1 });
  });
});
