import { expect } from 'chai';
import { HOME_SCENES } from './home-scenes.ts';
import { summarizeHome } from './home-summary.ts';

describe('the summary of the load of home and detail reads', () => {
  it('shows the medians of each arm, and what one is to the other', () => {
    const latencies = { p50Ms: 1, p99Ms: 9 };
    const samples = HOME_SCENES.flatMap((scene) =>
      [1, 2, 3].flatMap((round) => [
        { arm: 'anew' as const, scene, perSecond: 100 * round, p95Ms: 8, ...latencies },
        { arm: 'kept' as const, scene, perSecond: 500 * round, p95Ms: 2, ...latencies },
      ]),
    );
    const facts = { auctions: 100_000, seconds: 4, rounds: 3, version: '10.11' };
    const lines = summarizeHome(samples, facts).split('\n');
    expect(lines[0]).to.equal('100000 auctions in 10.11, medians of 3 rounds');
    expect(lines.find((line) => /home +anew/.test(line))).to.match(/ 200 +1\.0 +8\.0 +9\.0$/);
    expect(lines.find((line) => /detail +kept/.test(line))).to.match(/ 1000 +1\.0 +2\.0 +9\.0$/);
    expect(lines).to.include('lists, kept to anew: 5.00 times the answers, p95 0.25 of it');
  });
});
