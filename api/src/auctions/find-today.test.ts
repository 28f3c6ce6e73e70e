import { expect } from 'chai';
import { closingMomentMs, kstMidnightMs, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const HOUR_MS = 3_600_000;

describe('the sale of the day', () => {
  let api: ApiUnderTest;
  let nowMs = Date.now();
  // A day that no other test sells on.
  const saleDate = `20${30 + Math.floor(Math.random() * 60)}-03-${10 + Math.floor(Math.random() * 18)}`;
  const midnightMs = kstMidnightMs(saleDate);
  const listed: string[] = [];

  before(async () => {
    api = await startApi(() => ({ now: () => nowMs }));
    const { userId: sellerId } = await addPersonWithToken(api.deps);
    const hours = {
      saleDate,
      opensAtMs: openingMomentMs(saleDate),
      closesAtMs: closingMomentMs(saleDate),
    };
    for (let index = 0; index < 3; index += 1) {
      const row = await addAuction(api.deps.db, { sellerId, ...hours, createdAtMs: 1_000 - index });
      listed.push(row.auctionId);
    }
    const demoHours = {
      opensAtMs: midnightMs + 10 * HOUR_MS,
      closesAtMs: midnightMs + 11 * HOUR_MS,
    };
    await addAuction(api.deps.db, { sellerId, saleDate, ...demoHours });
  });
  after(() => api.end());

  async function todayAt(sinceMidnightMs: number, query = '') {
    nowMs = midnightMs + sinceMidnightMs;
    return (await api.call('GET', `/auctions/today${query}`)).body;
  }

  it('is coming until nine, live until six in the evening, and ended after, in Seoul', async () => {
    for (const [sinceMidnightMs, phase] of [
      [0, 'coming'],
      [9 * HOUR_MS - 1, 'coming'],
      [9 * HOUR_MS, 'live'],
      [18 * HOUR_MS - 1, 'live'],
      [18 * HOUR_MS, 'ended'],
      [24 * HOUR_MS - 1, 'ended'],
    ] as const) {
      expect(await todayAt(sinceMidnightMs)).to.include({ saleDate, phase });
    }
    expect((await todayAt(24 * HOUR_MS)).saleDate).to.not.equal(saleDate);
  });

  it('holds the auctions with the daily hours, and tells the time', async () => {
    const today = await todayAt(10 * HOUR_MS);
    expect(today.items.map((item) => item.auctionId)).to.deep.equal(listed);
    expect(today).to.have.property('serverNowMs');
  });

  it('comes in pages', async () => {
    const first = await todayAt(10 * HOUR_MS, '?limit=2');
    const second = await todayAt(10 * HOUR_MS, `?limit=2&cursor=${first.nextCursor}`);
    const ids = [...first.items, ...second.items].map((item) => item.auctionId);
    expect(ids).to.deep.equal(listed);
    expect(second.nextCursor).to.equal(null);
    expect((await todayAt(0, '?cursor=x')).code).to.equal('INVALID_REQUEST');
  });
});
