import { expect } from 'chai';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { Hub } from './hub.ts';
import { createMeasures } from './measures.ts';
import { Pulse } from './pulse.ts';
import { TestReader } from './testing/test-reader.ts';

describe('the past of a slow reader', () => {
  let hub: Hub;

  beforeEach(() => {
    const measures = createMeasures(createMetrics('test'));
    const pulse = new Pulse(measures, () => performance.now());
    hub = new Hub({ measures, pulse, log: quietLog(), now: Date.now }, () => undefined);
  });

  afterEach(() => {
    for (const connection of hub.connections) connection.destroy();
  });

  it('goes out after what waits, however slowly it is taken', async () => {
    const slow = new TestReader(hub);
    slow.stopReading();
    for (const word of ['one', 'two']) slow.connection.send(Buffer.from(`event: ${word}\n\n`));
    const past = slow.connection.sendPast(async () => [Buffer.from('event: past\n\n')]);
    slow.connection.send(Buffer.from('event: three\n\n'));
    await Promise.resolve();
    slow.goOnReading();
    await past;
    await eventually(async () => slow.text.includes('past'));
    expect(slow.news).to.deep.equal(['one', 'two', 'three', 'past']);
  });

  it('is not read before the part before it was taken, nor for one who is gone', async () => {
    const slow = new TestReader(hub);
    const read: number[] = [];
    const part = (number: number) => {
      const readNow = async () => {
        read.push(number);
        return number === 3 ? null : [Buffer.from(`event: past ${number}\n\n`)];
      };
      return slow.connection.sendPast(readNow);
    };
    slow.stopReading();
    const parts = [1, 2, 3, 4, 5].map(part);
    await settled();
    expect(read).to.deep.equal([1]);
    slow.goOnReading();
    expect(await Promise.all(parts)).to.deep.equal([1, 1, null, 1, 1]);
    expect(slow.news).to.deep.equal([1, 2, 4, 5].map((number) => `past ${number}`));
    slow.stopReading();
    const late = [6, 7].map(part);
    await settled();
    slow.connection.destroy();
    slow.goOnReading();
    expect(await Promise.all(late)).to.deep.equal([1, null]);
    expect(read).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });
});

/** Resolves when everything that waits for nothing but its turn has had it. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
