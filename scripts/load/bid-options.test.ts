import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import { readBidOptions } from './bid-options.ts';

describe('the options of the load of bids', () => {
  it('start a process a core, or as many as are asked for', () => {
    expect(readBidOptions([]).processes).to.equal(Math.min(availableParallelism(), 16));
    expect(readBidOptions(['--processes', '3']).processes).to.equal(3);
  });

  it('refuse what is no such number, and what is not known', () => {
    for (const given of ['0', '17', '-1', '1.5', 'two', '']) {
      expect(() => readBidOptions([`--processes=${given}`])).to.throw('from 1 to 16');
    }
    expect(() => readBidOptions(['--rounds', '2'])).to.throw('--rounds');
    expect(() => readBidOptions(['hot'])).to.throw();
  });
});
