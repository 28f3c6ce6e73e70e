import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import { readBidOptions } from './bid-options.ts';

describe('the options of the load of bids', () => {
  it('start a process a core, or as many as are asked for', () => {
    expect(readBidOptions([]).processes).to.equal(Math.min(availableParallelism(), 16));
    expect(readBidOptions(['--processes', '3']).processes).to.equal(3);
  });

  it('measure five rounds, or as many as are asked for', () => {
    expect(readBidOptions([]).rounds).to.equal(5);
    expect(readBidOptions(['--rounds', '9']).rounds).to.equal(9);
  });

  it('bid as programs do, or as browsers that are signed in', () => {
    expect(readBidOptions([]).callers).to.equal('program');
    expect(readBidOptions(['--browsers']).callers).to.equal('browser');
  });

  it('refuse what is no such number, and what is not known', () => {
    for (const given of ['0', '21', '-1', '1.5', 'two', '']) {
      expect(() => readBidOptions([`--processes=${given}`])).to.throw('from 1 to 16');
      expect(() => readBidOptions([`--rounds=${given}`])).to.throw('--rounds takes a number');
    }
    expect(() => readBidOptions(['--seconds', '2'])).to.throw('--seconds');
    expect(() => readBidOptions(['hot'])).to.throw();
  });
});
