import { expect } from 'chai';
import { readSearchLoadOptions } from './options.ts';

describe('the options of load -- search', () => {
  it('name the sizes, which are taken from few to many and once each', () => {
    const options = readSearchLoadOptions(['--sizes', '1m,10k,10k', '--rounds', '3']);
    expect(options).to.deep.equal({ sizes: [10_000, 1_000_000], rounds: 3 });
  });

  it('are small unless told', () => {
    expect(readSearchLoadOptions([])).to.deep.equal({ sizes: [10_000], rounds: 5 });
  });

  for (const [args, says] of [
    [['--sizes', '10m'], '--sizes takes 1k, 10k, 100k, 1m, not "10m".'],
    [['--rounds', '0'], '--rounds takes a number from 1 to 100.'],
    [['--rounds', 'many'], '--rounds takes a number from 1 to 100.'],
    [['--size', '1m'], "Unknown option '--size'"],
  ] as const) {
    it(`say what is wrong with ${args.join(' ')}`, () => {
      expect(() => readSearchLoadOptions(args)).to.throw(says);
    });
  }
});
