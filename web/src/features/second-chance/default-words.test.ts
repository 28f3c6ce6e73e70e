import { expect } from 'chai';
import { countWords, stillCounting } from './default-words.ts';

describe('what one has won and not paid for', () => {
  const ITEMS = [{ countsUntilMs: 1_000 }, { countsUntilMs: 2_000 }];

  it('counts until its time is over', () => {
    expect(stillCounting(ITEMS, 500)).to.deep.equal(ITEMS);
    expect(stillCounting(ITEMS, 1_000)).to.deep.equal([{ countsUntilMs: 2_000 }]);
    expect(stillCounting(ITEMS, 2_000)).to.deep.equal([]);
    expect(stillCounting(ITEMS, null)).to.deep.equal(ITEMS);
  });

  it('is said with how many would be too many', () => {
    expect(countWords(1, 2)).to.equal(
      '낙찰받고 결제하지 않은 일이 1번 있어요. 2번이 되면 한동안 입찰할 수 없어요.',
    );
  });
});
