import { expect } from 'chai';
import { readDemoAuctionOptions } from './options.ts';

describe('the options of demo-auction', () => {
  it('are an auction of twenty seconds unless told otherwise', () => {
    expect(readDemoAuctionOptions([])).to.deep.equal({
      opensInMs: 0,
      closesInMs: 20_000,
      startKrw: 1_000,
      steps: [[0, 100]],
      capKrw: 1_000_000_000_000,
      reserveKrw: null,
      buyNowKrw: null,
      extension: 'none',
      sellerEmail: 'seller1@demo.test',
    });
  });

  it('are taken as the contract writes them', () => {
    const line = '--opens-in 2s --closes-in 1h --start 5000 --cap 90000 --seller Seller2@demo.test';
    const terms = '--reserve 6000 --buy-now 80000 --extension auto';
    const steps = '[[0,100],[10000,500]]';
    const words = `${line} ${terms}`.split(' ');
    expect(readDemoAuctionOptions([...words, '--steps', steps])).to.deep.equal({
      opensInMs: 2_000,
      closesInMs: 3_600_000,
      startKrw: 5_000,
      steps: [
        [0, 100],
        [10_000, 500],
      ],
      capKrw: 90_000,
      reserveKrw: 6_000,
      buyNowKrw: 80_000,
      extension: 'auto',
      sellerEmail: 'seller2@demo.test',
    });
  });

  for (const line of [
    '--closes-in 20',
    '--closes-in -5s',
    '--closes-in 800h',
    '--opens-in 20s',
    '--start 0',
    '--start 1.5',
    '--start 1e3',
    '--unit 0',
    '--unit 10 --steps [[0,10]]',
    '--steps [[5,10]]',
    '--steps [[0,0]]',
    `--steps ${JSON.stringify(Array.from({ length: 31 }, (_, at) => [at, 1]))}`,
    '--steps 7',
    '--steps {',
    '--cap 999',
    '--cap 1000000000001',
    '--reserve 1000',
    '--reserve 60000 --cap 50000',
    '--buy-now 1000',
    '--buy-now 60000 --cap 50000',
    '--buy-now 2000 --reserve 3000',
    '--extension always',
    '--colour red',
    'word',
  ]) {
    it(`refuse "${line}" with a sentence`, () => {
      expect(() => readDemoAuctionOptions(line.split(' '))).to.throw(Error, /--|word/);
    });
  }
});
