import { expect } from 'chai';
import { StandInTime } from '../testing/stand-in-time.ts';
import { LiveSession } from './live-session.ts';

describe('the sign-in behind the stream', () => {
  let time: StandInTime;
  let session: LiveSession;
  let renewals: number[];
  let reconnections: number;
  let isSignedIn: boolean;
  let answer: () => Promise<boolean>;

  beforeEach(() => {
    time = new StandInTime();
    renewals = [];
    reconnections = 0;
    isSignedIn = true;
    answer = () => Promise.resolve(true);
    session = new LiveSession({
      after: time.after,
      wallMs: () => time.nowMs,
      serverNowMs: () => time.nowMs + 1_000_000,
      isSignedIn: () => isSignedIn,
      renewSince: (sinceMs) => {
        renewals.push(sinceMs);
        return answer();
      },
      reconnect: () => (reconnections += 1),
    });
  });

  async function pass(ms: number): Promise<void> {
    time.pass(ms);
    await new Promise(setImmediate);
  }

  it('is renewed shortly before it ends by the server’s clock, and the connection made anew', async () => {
    const toldAtMs = time.nowMs;
    session.told(time.nowMs + 1_000_000 + 60_000);
    await pass(54_999);
    expect(renewals).to.deep.equal([]);
    await pass(1);
    expect(renewals).to.deep.equal([toldAtMs]);
    expect(reconnections).to.equal(1);
  });

  it('is renewed at once when it has ended, but not over and over', async () => {
    session.told(null);
    await pass(0);
    session.told(null);
    await pass(59_999);
    expect(reconnections).to.equal(1);
    await pass(1);
    expect(reconnections).to.equal(2);
  });

  it('is left alone when nobody is signed in, or the tab leads no more', async () => {
    isSignedIn = false;
    session.told(null);
    await pass(100_000);
    session.told(time.nowMs + 1_000_000 + 60_000);
    session.stop();
    await pass(100_000);
    expect(renewals).to.deep.equal([]);
  });

  it('is over when it cannot be renewed: the public stream goes on as it is', async () => {
    answer = () => {
      isSignedIn = false;
      return Promise.resolve(false);
    };
    session.told(null);
    await pass(0);
    await pass(3_600_000);
    expect([renewals.length, reconnections]).to.deep.equal([1, 0]);
  });

  it('is tried again when no answer came, or it was refused for now', async () => {
    for (const failed of [() => Promise.reject(new Error('503')), () => Promise.resolve(false)]) {
      [renewals, reconnections] = [[], 0];
      answer = failed;
      session.told(time.nowMs + 1_000_000 + 5000);
      await pass(0);
      answer = () => Promise.resolve(true);
      await pass(300_000);
      expect([renewals.length, reconnections]).to.deep.equal([2, 1]);
    }
  });

  it('is tried ever less often, also by streams that say it has ended', async () => {
    answer = () => Promise.reject(new Error('503'));
    session.told(null);
    for (let second = 0; second < 3600; second += 1) {
      await pass(1000);
      if (second % 10 === 0) session.told(null);
    }
    expect(renewals.length).to.be.within(12, 16);
  });

  it('is not tried again once the tab leads no more', async () => {
    const { promise, reject } = Promise.withResolvers<boolean>();
    answer = () => promise;
    session.told(null);
    await pass(0);
    session.stop();
    reject(new Error('503'));
    await pass(3_600_000);
    expect(renewals).to.have.length(1);
  });
});
