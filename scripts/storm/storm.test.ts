import { expect } from 'chai';
import process from 'node:process';
import { redisProgram } from '../services/redis-server.ts';
import { Chance } from './chance.ts';
import { BLOWS } from './storm.ts';
import { runStorm } from './storm-run.ts';
import type { StormReport } from './storm-run.ts';
import type { StormWatcher } from './storm-watcher.ts';
import { stillStale, unannounced, untrue, wrongEnds } from './verdict.ts';

const WATCHERS = 1_000;
const STOPPED = 10;
const SEEDS = 2 ** 31;
const SHOWN = 3;

describe('a thousand watchers while processes and Redis die in a rush of bids', function storming() {
  this.timeout(300_000);
  let report: StormReport;
  // A seed makes the same choices again, though not the same moments.
  const seed = Number(process.env['STORM_SEED'] ?? Math.floor(Math.random() * SEEDS));

  before(async function storm() {
    if (redisProgram() === null) this.skip();
    const say = (line: string): void =>
      void process.stdout.write(`  STORM_SEED=${seed}: ${line}\n`);
    const blows = new Chance(seed).shuffled(BLOWS);
    report = await runStorm({ seed, watchers: WATCHERS, stopped: STOPPED, blows, say });
  });

  const total = (count: (watcher: StormWatcher) => number): number =>
    report.watchers.reduce((sum, watcher) => sum + count(watcher), 0);

  it('all end where the auctions stand, those who had stopped reading too', () => {
    expect(wrongEnds(report).slice(0, SHOWN), `STORM_SEED=${seed}`).to.deep.equal([]);
    const closed = report.closedIds.map((id) => report.states.get(id)?.state);
    expect(closed).to.deep.equal(['cancelled', 'cancelled']);
  });

  it('are told every seq in its turn, or that some were left out', () => {
    expect(unannounced(report).slice(0, SHOWN), `STORM_SEED=${seed}`).to.deep.equal([]);
  });

  it('are told of no bid that is not in the log, and none differently', () => {
    expect(untrue(report).slice(0, SHOWN), `STORM_SEED=${seed}`).to.deep.equal([]);
  });

  it('are told each time that Redis is away, and that it is back', () => {
    const everybody = { told: WATCHERS - STOPPED };
    expect(report.outages).to.deep.equal([everybody, everybody]);
    expect(stillStale(report)).to.equal(0);
  });

  it('have been through all of it: cuts, merged bids, gaps, moved closings, a closing', () => {
    expect(report.stopped).to.have.length(STOPPED);
    expect(report.accepted).to.be.greaterThan(200);
    expect(total(({ connections }) => connections)).to.be.greaterThan(1.5 * WATCHERS);
    const kinds = ['bids', 'merged', 'snapshots', 'gaps', 'moves', 'closings', 'stale'] as const;
    for (const kind of kinds) {
      expect(
        total(({ story }) => story.tally[kind]),
        kind,
      ).to.be.greaterThan(0);
    }
  });
});
