import { expect } from 'chai';
import { createSlots } from './slots.ts';

describe('slots of any work', () => {
  it('throw the error they are given when one too many would wait', async () => {
    const slots = createSlots(1, 1, () => new RangeError('busy'));
    const { promise, resolve } = Promise.withResolvers<string>();
    const under = [slots.run(() => promise), slots.run(() => Promise.resolve('second'))];
    const refused = await slots
      .run(() => Promise.resolve('third'))
      .catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RangeError);
    resolve('first');
    expect(await Promise.all(under)).to.deep.equal(['first', 'second']);
  });
});
