import { expect } from 'chai';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { createSlots } from './slots.ts';

describe('slots', () => {
  it('have so much under way, so much waiting, and refuse the rest', async () => {
    const slots = createSlots(2, 3);
    const finish: (() => void)[] = [];
    const work = () =>
      slots.run(
        () =>
          new Promise<string>((resolve) => {
            finish.push(() => resolve('done'));
          }),
      );
    const accepted = [work(), work(), work(), work(), work()];
    const refused = await work().catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RefusalError).and.to.include({ code: 'UNAVAILABLE' });
    for (let done = 0; done < accepted.length; done += 1) {
      await new Promise(setImmediate);
      expect(finish.length).to.equal(Math.min(done + 2, accepted.length));
      finish[done]?.();
    }
    expect(await Promise.all(accepted)).to.deep.equal(Array(5).fill('done'));
  });

  it('are free again after work that failed', async () => {
    const slots = createSlots(1, 0);
    const failure = await slots.run(() => Promise.reject(new Error('no'))).catch(String);
    expect(failure).to.equal('Error: no');
    expect(await slots.run(() => Promise.resolve('yes'))).to.equal('yes');
  });
});
