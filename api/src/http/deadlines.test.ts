import { expect } from 'chai';
import { Deadlines } from './deadlines.ts';

const NEVER = new Promise<never>(() => undefined);

describe('deadlines', () => {
  it('let work through that is done in time, whatever came of it', async () => {
    const deadlines = new Deadlines(10_000, 1);
    expect(await deadlines.hold(Promise.resolve(7))).to.equal(7);
    const fault = new Error('no');
    expect(await deadlines.hold(Promise.reject(fault)).catch((e: unknown) => e)).to.equal(fault);
  });

  it('give up what is not done in time, and nothing that began later', async () => {
    const deadlines = new Deadlines(50, 5);
    const early = deadlines.hold(NEVER).catch((error: Error) => error.name);
    expect(await early).to.equal('DeadlineError');
    const { promise, resolve } = Promise.withResolvers<string>();
    const late = deadlines.hold(promise);
    const again = deadlines.hold(NEVER).catch((error: Error) => error.name);
    resolve('done');
    expect(await late).to.equal('done');
    expect(await again).to.equal('DeadlineError');
  });
});
