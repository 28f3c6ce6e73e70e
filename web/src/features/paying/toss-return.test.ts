import { expect } from 'chai';
import { readReturn } from './toss-return.ts';

const GIVEN = {
  paymentType: 'NORMAL',
  orderId: 'abc_123-x',
  paymentKey: 'tviva2026',
  amount: '15000',
};

describe('what Toss sends a buyer back with', () => {
  it('is read when all four are there, once each', () => {
    expect(readReturn(new URLSearchParams(GIVEN))).to.deep.equal({
      tossOrderId: 'abc_123-x',
      paymentKey: 'tviva2026',
      amountKrw: 15_000,
    });
  });

  it('is nothing when one is missing or given twice', () => {
    for (const name of Object.keys(GIVEN)) {
      const without = new URLSearchParams(GIVEN);
      without.delete(name);
      expect(readReturn(without), `without ${name}`).to.equal(null);
      const twice = new URLSearchParams(GIVEN);
      twice.append(name, GIVEN[name as keyof typeof GIVEN]);
      expect(readReturn(twice), `twice ${name}`).to.equal(null);
    }
  });

  it('is nothing when one is not of its form', () => {
    const wrong: Partial<typeof GIVEN>[] = [
      ...['0', '-5', '1.5', '1e3', '15,000', '0015000', ' 15000', '9'.repeat(16)].map((amount) => ({
        amount,
      })),
      ...['BRANDPAY', 'normal', ''].map((paymentType) => ({ paymentType })),
      ...['', 'a b', '../x', 'ㄱ', 'x'.repeat(41)].map((orderId) => ({ orderId })),
      ...['', 'a b', 'ㄱ', 'x'.repeat(201)].map((paymentKey) => ({ paymentKey })),
    ];
    for (const part of wrong) {
      expect(readReturn(new URLSearchParams({ ...GIVEN, ...part })), JSON.stringify(part)).to.equal(
        null,
      );
    }
  });
});
