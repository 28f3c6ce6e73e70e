import { expect } from 'chai';
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
