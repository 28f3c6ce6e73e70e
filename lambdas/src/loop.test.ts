import { expect } from 'chai';
import { createLog, currentContext } from '@sagopalgo/core/runtime/logger.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { startLoop } from './loop.ts';

interface Told {
  causes: { message?: string; query?: string }[];
  causeCount: number;
}

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

  it('tells five causes at most and how many there are, in a line that is handed over whole', async () => {
    const lines: string[] = [];
    const log = createLog('keeper', 'info', (line) => lines.push(line));
    const query = `insert into bids values ${'(?, ?, ?), '.repeat(2_000)}`;
    const failed = (number: number) => {
      const error = new Error(`away ${number}`, { cause: new Error('no connection') });
      return number % 2 === 0 ? error : Object.assign(error, { query });
    };
    const hundred = Array.from({ length: 100 }, (_, index) => failed(index));
    const nested = new AggregateError([new AggregateError(hundred, 'all of them'), failed(100)]);
    const loop = startLoop(log, 'test', 60_000, () => Promise.reject(nested));
    await eventually(() => Promise.resolve(lines.length > 0));
    await loop.stop();
    expect(Buffer.byteLength(lines[0] ?? '')).to.be.below(16_000);
    const { causes, causeCount } = JSON.parse(lines[0] ?? '') as Told;
    expect(causeCount).to.equal(101);
    expect(causes.length).to.be.within(3, 5);
    expect(causes[0]).to.deep.include({ message: 'away 0' }).and.nested.property('cause.stack');
    expect(causes[1]?.query)
      .to.match(/^insert into bids values /)
      .and.have.length.below(1_100);
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
