import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { bidOn, expectBidsKept, expectReady, openSale, untilRecorded } from './scene-things.ts';
import type { Scene } from './scene.ts';

/** A version of the api that ends as it starts. */
export const badDeploy: Scene = {
  name: 'bad-deploy',
  plan: { rooms: ['api', 'keeper'] },
  breakIt: async (house) => {
    const sale = await openSale(house);
    await bidOn(house, sale, 3);
    await untilRecorded(house, sale);
    const file = join(house.dataDir, 'bad-api.mjs');
    writeFileSync(file, "throw new Error('this version does not start');\n");
    house.versions.set('api', file);
    const api = house.service('api');
    await api.up({}).catch(() => undefined);
    expect(api.isUp()).to.equal(false);
    return {
      facts: { room: 'api' },
      expectWell: async () => {
        await expectReady(house, 'api');
        await expectBidsKept(house, sale);
      },
    };
  },
};
