import { expect } from 'chai';
import { homeOptions } from './home-options.ts';

describe('the options of the load of home and detail reads', () => {
  it('are a hundred thousand auctions unless told otherwise', () => {
    expect(homeOptions([])).to.deep.equal({ auctions: 100_000, seconds: 4, rounds: 3 });
    expect(homeOptions(['--auctions', '5000', '--rounds', '1'])).to.include({
      ...{ auctions: 5_000, rounds: 1 },
    });
  });

  it('are bounded', () => {
    for (const args of [
      ['--auctions', '10'],
      ['--auctions', '1000001'],
      ['--seconds', 'x'],
      ['--rounds', '1.5'],
    ]) {
      expect(() => homeOptions(args), args.join(' ')).to.throw('takes a number from');
    }
    expect(() => homeOptions(['--unheard-of', '1'])).to.throw();
  });
});
