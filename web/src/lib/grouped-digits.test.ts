import { expect } from 'chai';
import { caretAfterGrouping, groupAmount, parseAmount } from './grouped-digits.ts';

describe('grouped digits', () => {
  it('reads what people type and paste', () => {
    expect(parseAmount('4,400,000원')).to.equal(4_400_000);
    expect(parseAmount('0012')).to.equal(12);
    expect(parseAmount('0')).to.equal(0);
    expect(parseAmount('원')).to.equal(null);
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
});
