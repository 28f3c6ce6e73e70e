import { expect } from 'chai';
import { isOfTheMoment } from './errors.ts';

describe('errors of MySQL', () => {
  const wrapped = (facts: object) =>
    new Error('a query failed', { cause: Object.assign(new Error('said'), facts) });

  it('are of the moment when the server was away or a lock was not to be had', () => {
    for (const facts of [{ errno: 1213 }, { errno: 1205 }, { errno: -111 }, { fatal: true }]) {
      expect(isOfTheMoment(wrapped(facts)), JSON.stringify(facts)).to.equal(true);
    }
  });

  it('are not when it is what was written that does not fit', () => {
    for (const facts of [{ errno: 1406 }, { errno: 1366, fatal: false }, {}]) {
      expect(isOfTheMoment(wrapped(facts)), JSON.stringify(facts)).to.equal(false);
    }
  });
});
