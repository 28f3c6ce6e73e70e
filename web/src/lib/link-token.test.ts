import { expect } from 'chai';
import { tokenIn } from './link-token.ts';

describe('the token in a link', () => {
  it('stands behind the #, and is missing where the address was cut off', () => {
    expect(tokenIn('#token=a-b_C9')).to.equal('a-b_C9');
    for (const hash of ['', '#', '#token=', '#other=1']) expect(tokenIn(hash)).to.equal(null);
  });
});
