import { expect } from 'chai';
import { NOTICE_KINDS } from '@sagopalgo/core/rules/notice-kinds.ts';
import { noticesOf } from '@sagopalgo/core/testing/told-person.ts';
import { CAUSES } from './causes.ts';
import { openToldScene } from './told-scene.ts';
import type { ToldScene } from './told-scene.ts';

const ONCE = { notices: 1, mails: 1, pushes: 1 };
const NEVER = { notices: 0, mails: 0, pushes: 0 };

describe('every kind of notice', function telling() {
  this.timeout(60_000);
  let scene: ToldScene;
  before(async () => {
    scene = await openToldScene();
  });
  after(() => scene.end());

  it('has a cause here', () => {
    expect(CAUSES).to.have.all.keys(...NOTICE_KINDS);
    for (const causes of Object.values(CAUSES)) expect(causes).not.to.deep.equal({});
  });

  for (const kind of NOTICE_KINDS) {
    for (const [what, cause] of Object.entries(CAUSES[kind])) {
      it(`arrives exactly once, however often its cause comes: ${kind}, as ${what}`, async () => {
        const { told, untold = [], detail = {}, happens } = await cause(scene);
        const { sendAll, arrivedTo } = scene.arrivals;
        await Promise.allSettled([happens(), happens()]);
        await happens();
        await sendAll();
        await Promise.allSettled([happens(), sendAll()]);
        await sendAll();
        for (const { userId } of told) {
          expect(await arrivedTo(userId, kind)).to.deep.equal(ONCE);
          const [notice] = await noticesOf(scene.connections.db, userId, kind);
          expect(notice?.detail).to.include(detail);
        }
        for (const { userId } of untold) {
          expect(await arrivedTo(userId, kind)).to.deep.equal(NEVER);
        }
      });
    }
  }
});
