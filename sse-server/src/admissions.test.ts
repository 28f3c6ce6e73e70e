import { expect } from 'chai';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { Admissions } from './admissions.ts';
import type { Account } from './admissions.ts';
import { somePerson } from './testing/own-streams.ts';
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

  function codeOf(admissions: Admissions, account: Account, isWatching = true) {
    try {
      admissions.check(account, isWatching);
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

  it('leave a fifth of the room to those who watch an auction', () => {
    const admissions = open({ connectionsMax: 10 });
    for (let count = 0; count < 7; count += 1) {
      admissions.enter({ addressKey: `reader-${count}`, owner: `person-${count}` });
    }
    expect(codeOf(admissions, signedIn, false)).to.equal(null);
    admissions.enter(signedIn);
    const reader = { addressKey: '192.0.2.3', owner: 'other' };
    expect(codeOf(admissions, reader, false)).to.equal('UNAVAILABLE');
    expect(codeOf(admissions, reader)).to.equal(null);
    admissions.leave(signedIn);
    expect(codeOf(admissions, reader, false)).to.equal(null);
  });

  it('turn away at the door who watches nothing, and let in who watches', async () => {
    const window = await openTestWindow({ connectionsMax: 5 });
    const { cookie } = somePerson();
    const headers = { cookie, origin: 'http://localhost:3000' };
    const streams: Awaited<ReturnType<typeof ask>>[] = [];
    const statusOf = async (auctions: string) => {
      const response = await ask(window.port, `/events?auctions=${auctions}`, headers);
      streams.push(response);
      return response.statusCode;
    };
    try {
      for (let count = 0; count < 4; count += 1) expect(await statusOf('')).to.equal(200);
      expect(await statusOf('')).to.equal(503);
      expect(await statusOf('none')).to.equal(200);
    } finally {
      for (const stream of streams) stream.destroy();
      await window.close();
    }
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
