import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { auctionRow } from '../walk/auction-row.ts';
import { bidOn, openSale, untilRecorded } from './scene-things.ts';
import type { Scene } from './scene.ts';

const OPEN_FOR_MS = 8_000;

/** The keeper and the clock are dead when the day is over. */
export const dayNotClosed: Scene = {
  name: 'day-not-closed',
  plan: { rooms: ['api', 'keeper', 'clock'] },
  breakIt: async (house) => {
    const closesAtMs = Date.now() + OPEN_FOR_MS;
    const sale = await openSale(house, { closesAtMs });
    await bidOn(house, sale, 2);
    await untilRecorded(house, sale);
    await house.service('keeper').kill();
    await house.service('clock').kill();
    await pause(Math.max(0, closesAtMs - Date.now()) + 1_000);
    expect((await auctionRow(house.db, sale.auctionId)).settledAtMs).to.equal(null);
    return {
      facts: { auctionId: sale.auctionId },
      expectWell: async () => {
        expect(await auctionRow(house.db, sale.auctionId)).to.include({ state: 'sold' });
        const isOf = eq(orders.auctionId, sale.auctionId);
        const opened = await house.db.select().from(orders).where(isOf);
        const { priceKrw, bid } = sale.answered.at(-1) ?? {};
        expect(opened).to.have.length(1);
        expect(opened[0]).to.include({ amountKrw: priceKrw, buyerId: bid?.caller.userId });
      },
    };
  },
};
