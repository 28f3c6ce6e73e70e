import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeBackup } from '../backup/make-backup.ts';
import { databaseOf } from '../services/database.ts';
import { newBid, send } from '../walk/rush.ts';
import { bidOn, expectBidsKept, expectReady, openSale, untilRecorded } from './scene-things.ts';
import type { Scene } from './scene.ts';

const BACKED_UP = 3;

/** Redis dies and its disk is empty. */
export const redisLost: Scene = {
  name: 'redis-lost',
  plan: { rooms: ['api', 'keeper'] },
  breakIt: async (house) => {
    const sale = await openSale(house);
    await bidOn(house, sale, 5);
    await untilRecorded(house, sale);
    await house.service('redis').kill();
    rmSync(join(house.dataDir, 'own-redis', 'appendonlydir'), { recursive: true });
    return {
      facts: { auctionId: sale.auctionId },
      expectWell: async () => {
        await expectReady(house, 'api', 'keeper');
        await expectBidsKept(house, sale);
      },
    };
  },
};

/** Redis has no room for another bid. */
export const redisMemoryHigh: Scene = {
  name: 'redis-memory-high',
  plan: { rooms: ['api', 'keeper'] },
  breakIt: async (house) => {
    const sale = await openSale(house);
    await bidOn(house, sale, 5);
    await house.redis.call('CONFIG', 'SET', 'maxmemory', '1mb');
    const [someone] = sale.people;
    if (!someone) throw new Error('nobody is there');
    const { outcome } = await send(house.apiUrl, newBid(someone, sale.auctionId, 1_000_000));
    expect(outcome).to.have.nested.property('problem.code', 'UNAVAILABLE');
    return {
      facts: {},
      expectWell: async () => {
        await expectReady(house, 'api', 'keeper');
        await expectBidsKept(house, sale);
      },
    };
  },
};

/** MySQL and its data are gone; there is a backup, and some have bid since it was made. */
export const recordLost: Scene = {
  name: 'restore-backup',
  plan: { rooms: ['keeper', 'api'], ownMysql: true },
  breakIt: async (house) => {
    const { mysqlUrl, redisUrl, dataDir } = house;
    const folder = join(dataDir, 'backup');
    const sale = await openSale(house);
    await bidOn(house, sale, BACKED_UP);
    await makeBackup({ mysqlUrl, redisUrl }, { folder, althoughRecordingStopped: false });
    await bidOn(house, sale, 2);
    await house.service('mysql').kill();
    rmSync(join(dataDir, 'mysql'), { recursive: true });
    const stores = { folder, database: databaseOf(mysqlUrl) ?? '', mysqlUrl, redisUrl };
    return {
      facts: { ...stores, auctionId: sale.auctionId, name: 'oncall' },
      expectWell: async () => {
        await expectReady(house, 'api', 'keeper');
        expect(existsSync(join(house.cloneDir, 'redis-before', 'appendonlydir'))).to.equal(true);
        await expectBidsKept(house, { ...sale, answered: sale.answered.slice(0, BACKED_UP) });
      },
    };
  },
};

/** MySQL dies while people go on bidding. */
export const mysqlLost: Scene = {
  name: 'mysql-lost',
  plan: { rooms: ['api', 'keeper'], ownMysql: true },
  breakIt: async (house) => {
    const sale = await openSale(house);
    await bidOn(house, sale, 3);
    await house.service('mysql').kill();
    await bidOn(house, sale, 3);
    return {
      facts: {},
      expectWell: async () => {
        await untilRecorded(house, sale);
        await expectReady(house, 'api', 'keeper');
        await expectBidsKept(house, sale);
      },
    };
  },
};
