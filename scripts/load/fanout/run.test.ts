import process from 'node:process';
import { expect } from 'chai';
import { openTestConnections, testUrls } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { clientFault, clientProgram } from './client-program.ts';
import { ours } from './peers/ours.ts';
import { flow, inRun } from './run.ts';
import type { Ground } from './run.ts';
import { SCENES } from './scenes.ts';

const WATCHERS = 20;

describe('a run of the fan-out', function () {
  this.timeout(90_000);
  let connections: TestConnections;
  let ground: Ground;

  before(async function () {
    if (clientFault() !== null) this.skip();
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    connections = await openTestConnections();
    const dataDir = process.env['TEST_DATA_DIR'] ?? '';
    const { redis } = connections;
    const place = { dataDir, redisUrl: testUrls().redisUrl, redis, say };
    ground = { peer: ours, place, clientProgram: await clientProgram(say), isPinned: false };
  });

  after(() => connections?.end());

  it('brings every watcher of the real sse-server every bid that the judge takes', async () => {
    const size = { watchers: WATCHERS, perSecond: 20, forMs: 1_000 };
    const flowed = await inRun(ground, size, (run) => flow(run, size));
    const { told, missed, repeated, lost } = flowed.tally;
    expect(flowed.expected).to.equal(WATCHERS * 20);
    expect({ told, missed, repeated, lost }).to.deep.equal({
      ...{ told: flowed.expected, missed: 0 },
      ...{ repeated: 0, lost: 0 },
    });
    expect(flowed.tally.p99Us).to.be.greaterThan(0);
  });

  it('brings those who were cut off back without a loss', async () => {
    const scene = SCENES.find(({ name }) => name === 'resume');
    const figures = await scene?.run(ground, { watchers: WATCHERS, perSecond: 0, forMs: 0 });
    expect(figures).to.include({ notTold: 0, gaps: 0, refused: 0, lost: 0 });
  });
});
