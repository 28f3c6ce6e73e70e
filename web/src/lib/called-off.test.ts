import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { calledOff } from './called-off.ts';

describe('waiting that may be called off', () => {
  it('leaves no listener behind when it is over, however often one signal is waited with', async () => {
    const { signal } = new AbortController();
    const ends: AbortSignal[] = [];
    for (let times = 0; times < 20; times += 1) {
      await calledOff(signal, (resolve, ended) => {
        ends.push(ended);
        resolve();
      });
    }
    expect(getEventListeners(signal, 'abort')).to.have.length(0);
    expect(ends.every(({ aborted }) => aborted)).to.equal(true);
  });

  it('throws the reason and is told to end when it is called off', async () => {
    const called = new AbortController();
    const reason = new Error('no longer');
    let isEnded = false;
    const waiting = calledOff(called.signal, (_resolve, ended) => {
      ended.addEventListener('abort', () => {
        isEnded = true;
      });
    }).catch((error: unknown) => error);
    called.abort(reason);
    expect(await waiting).to.equal(reason);
    expect(isEnded).to.equal(true);
    expect(await calledOff(called.signal, () => {}).catch((error: unknown) => error)).to.equal(
      reason,
    );
  });
});
