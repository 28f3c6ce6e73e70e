import { expect } from 'chai';
import { currentContext } from '@sagopalgo/core/runtime/logger.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { startLoop } from './loop.ts';

describe('a loop', () => {
  it('tells a failure once and its recovery once, and goes on in between', async () => {
    const log = quietLog();
    let rounds = 0;
    const loop = startLoop(log, 'test', 1, () => {
      rounds += 1;
      return rounds <= 3 ? Promise.reject(new Error('away')) : Promise.resolve();
    });
    await eventually(() => Promise.resolve(rounds >= 5));
    await loop.stop();
    expect(log.events.map(({ event }) => event)).to.deep.equal(['loop.failed', 'loop.recovered']);
    expect(loop.fault()).to.equal(null);
  });

  it('gives each round a trace of its own, by which its lines are found', async () => {
    const traces: (string | undefined)[] = [];
    const loop = startLoop(quietLog(), 'test', 1, async () => {
      await Promise.resolve();
      traces.push(currentContext()?.traceId);
    });
    await eventually(() => Promise.resolve(traces.length >= 2));
    await loop.stop();
    for (const trace of traces) expect(trace).to.match(/^[0-9a-f]{32}$/);
    expect(new Set(traces).size).to.equal(traces.length);
  });

  it('lets the round under way end before it stops, and begins no other', async () => {
    let rounds = 0;
    let finish = (): void => {};
    const loop = startLoop(quietLog(), 'test', 1, () => {
      rounds += 1;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const stopped = loop.stop();
    finish();
    await stopped;
    expect(rounds).to.equal(1);
  });
});
