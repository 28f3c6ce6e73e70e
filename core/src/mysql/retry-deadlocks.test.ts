import { expect } from 'chai';
import { retryDeadlocks } from './retry-deadlocks.ts';

const DEADLOCK = Object.assign(new Error('Deadlock found'), { errno: 1213 });

describe('a transaction that the server undid for another', () => {
  /** Fails so many times with that, and returns how often it was tried. */
  function failing(times: number, error: Error) {
    let tries = 0;
    return () => {
      tries += 1;
      return tries > times ? Promise.resolve(tries) : Promise.reject(error);
    };
  }
  const messageOf = (failed: Promise<number>) => failed.catch((error: Error) => error.message);

  it('is done again, a few times', async () => {
    expect(await retryDeadlocks(failing(2, DEADLOCK))).to.equal(3);
    expect(await messageOf(retryDeadlocks(failing(3, DEADLOCK)))).to.equal('Deadlock found');
    expect(await retryDeadlocks(failing(3, DEADLOCK), 4)).to.equal(4);
  });

  it('is not where anything else went wrong', async () => {
    const full = new Error('Data too long');
    expect(await messageOf(retryDeadlocks(failing(1, full)))).to.equal('Data too long');
  });
});
