import { expect } from 'chai';
import { beatTeller, readRoomBeats } from './room-beats.ts';

const KEY = 'rooms:beats';

describe('what a process tells of itself', () => {
  const told: string[] = [];
  let answer: { resolve: () => void; reject: (reason: Error) => void };
  const redis = {
    hset: (_key: string, _field: string, text: string) => {
      told.push(text);
      return new Promise<number>((resolve, reject) => {
        answer = { resolve: () => resolve(1), reject };
      });
    },
  };
  const tell = beatTeller(redis as never, 'sse-server', () => ({ faults: ['a: b'] }));
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('waits for no answer, and asks for no second one while there is none', async () => {
    for (let call = 0; call < 100; call += 1) tell();
    expect(told).to.have.length(1);
    answer.resolve();
    await settled();
    tell();
    expect(told).to.have.length(2);
  });

  it('goes on after a Redis that was away', async () => {
    answer.reject(new Error('away'));
    await settled();
    tell();
    expect(told).to.have.length(3);
  });

  it('is read with what a window told, and of a version that tells nothing of it as well', async () => {
    const nowMs = Date.now();
    const lately = { deliveriesPerS: 5, fanOutMaxMs: null, heardAfterMaxMs: 3.1 };
    const window = { watchers: 1, behind: 0, away: 0, ...lately };
    const beat = (instance: string, more: object) => ({
      ...{ room: 'sse-server', instance, atMs: nowMs, faults: [] },
      ...more,
    });
    const hash = Object.fromEntries(
      [beat('new', { window, later: 'a field of a version to come' }), beat('old', {})].map(
        (each) => [`sse-server ${each.instance}`, JSON.stringify(each)],
      ),
    );
    const reading = { hgetall: (key: string) => Promise.resolve(key === KEY ? hash : {}) };
    expect(await readRoomBeats(reading as never, nowMs)).to.deep.equal([
      beat('new', { window }),
      beat('old', { window: null }),
    ]);
  });
});
