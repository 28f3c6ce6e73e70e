import { expect } from 'chai';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { Admissions } from './admissions.ts';
import { ask } from './testing/sse-client.ts';
import { openTestWindow } from './testing/test-window.ts';

describe('admissions', () => {
  let nowMs = 1_000;

  const limits = {
    connectionsMax: 4,
    connectionsPerAddress: 3,
    connectionsPerOwner: 2,
    openingsPerAddress: 10,
  };
  const somebody = { addressKey: '192.0.2.1', owner: null };
  const signedIn = { addressKey: '192.0.2.2', owner: 'user' };

  function open(given: Partial<typeof limits> = {}): Admissions {
    return new Admissions({ ...limits, ...given }, () => nowMs);
  }

  function codeOf(admissions: Admissions, account: Parameters<Admissions['check']>[0]) {
    try {
      admissions.check(account);
      return null;
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      return error.code;
    }
  }

  it('refuse one connection too many of an address, and no other address', () => {
    const admissions = open();
    for (let count = 0; count < 3; count += 1) {
      expect(codeOf(admissions, somebody)).to.equal(null);
      admissions.enter(somebody);
    }
    expect(codeOf(admissions, somebody)).to.equal('RATE_LIMITED');
    expect(codeOf(admissions, signedIn)).to.equal(null);
    admissions.leave(somebody);
    expect(codeOf(admissions, somebody)).to.equal(null);
  });

  it('refuse one connection too many of a person, from whatever address', () => {
    const admissions = open();
    for (let count = 0; count < 2; count += 1) admissions.enter(signedIn);
    const elsewhere = { addressKey: '192.0.2.3', owner: 'user' };
    expect(codeOf(admissions, elsewhere)).to.equal('RATE_LIMITED');
    expect(codeOf(admissions, { ...elsewhere, owner: 'other' })).to.equal(null);
    expect(codeOf(admissions, { ...elsewhere, owner: null })).to.equal(null);
    admissions.leave(signedIn);
    expect(codeOf(admissions, elsewhere)).to.equal(null);
  });

  it('refuse everybody when the process is full', () => {
    const admissions = open();
    for (const addressKey of ['a', 'b', 'c', 'd']) admissions.enter({ addressKey, owner: null });
    expect(codeOf(admissions, somebody)).to.equal('UNAVAILABLE');
    admissions.leave({ addressKey: 'd', owner: null });
    expect(codeOf(admissions, somebody)).to.equal(null);
  });

  it('refuse nobody because the clock was set back', async () => {
    let dateMs = Date.now();
    const window = await openTestWindow({ openingsPerAddress: 2 }, { now: () => dateMs });
    const statusOf = async () => {
      const response = await ask(window.port, '/events?auctions=none');
      response.destroy();
      return response.statusCode;
    };
    try {
      expect([await statusOf(), await statusOf(), await statusOf()]).to.deep.equal([200, 200, 429]);
      dateMs -= 3_600_000;
      await eventually(async () => (await statusOf()) === 200);
    } finally {
      await window.close();
    }
  });

  it('refuse an address that opens too many in a second, until the next', () => {
    const admissions = open({ openingsPerAddress: 2 });
    const codes = [1, 2, 3].map(() => codeOf(admissions, somebody));
    expect(codes).to.deep.equal([null, null, 'RATE_LIMITED']);
    expect(codeOf(admissions, signedIn)).to.equal(null);
    nowMs += 1_000;
    expect(codeOf(admissions, somebody)).to.equal(null);
  });
});
