import { expect } from 'chai';
import { plannedMs, publishPaced } from './pace.ts';

describe('the pace of events', () => {
  it('plans every event from the first, whenever it is published', () => {
    const pace = { startMs: 1_000, intervalMs: 2.5, fromSeq: 11, toSeq: 20 };
    expect([11, 12, 20].map((seq) => plannedMs(pace, seq))).to.deep.equal([
      1_000, 1_002.5, 1_022.5,
    ]);
  });

  it('publishes all in order, at once where their moments are past', async () => {
    const published: number[] = [];
    const pace = { startMs: 0, intervalMs: 1_000, fromSeq: 3, toSeq: 7 };
    await publishPaced(pace, (seq) => void published.push(seq));
    expect(published).to.deep.equal([3, 4, 5, 6, 7]);
  });

  it('waits for the moment of each', async () => {
    const startMs = Date.now() + 20;
    const heardMs: number[] = [];
    const pace = { startMs, intervalMs: 30, fromSeq: 1, toSeq: 2 };
    await publishPaced(pace, () => void heardMs.push(Date.now()));
    // A timer may come a millisecond early.
    expect(heardMs[0]).to.be.at.least(startMs - 1);
    expect(heardMs[1]).to.be.at.least(startMs + 29);
  });
});
