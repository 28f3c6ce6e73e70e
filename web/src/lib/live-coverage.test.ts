import { expect } from 'chai';
import { bidOf, outbidOf, snapshotOf, StandInBrowser } from '../testing/stand-in-browser.ts';

describe('what a connection covers', () => {
  let browser: StandInBrowser;

  beforeEach(() => {
    browser = new StandInBrowser();
  });

  it('is live only with the first that is told of it, not with the answer to the asking', () => {
    const [first, second] = [browser.openTab(['a', 'b']), browser.openTab(['a'])];
    browser.connect();
    browser.say(outbidOf('b', 3), snapshotOf('a', 4));
    expect(first.feed.state().connection).to.equal('live');
    expect(first.feed.livenessOf('a')).to.equal('live');
    expect(second.feed.livenessOf('a')).to.equal('live');
    expect(first.feed.livenessOf('b')).to.equal('connecting');
  });

  it('is not live in a tab whose auction the wider connection was refused for', () => {
    const first = browser.openTab(['a']);
    browser.connect();
    browser.say(snapshotOf('a', 4));
    const second = browser.openTab(['b']);
    browser.time.pass(200);
    browser.streams.end({ retryAfterMs: 9000 });
    browser.time.pass(5000);
    expect(second.feed.state().connection).to.equal('live');
    expect(second.feed.livenessOf('b')).to.equal('connecting');
    expect(first.feed.livenessOf('a')).to.equal('live');
    browser.time.pass(4000);
    browser.streams.last.onOpen();
    expect(first.feed.livenessOf('a')).to.equal('live');
    browser.say(snapshotOf('b', 2));
    expect(second.feed.livenessOf('b')).to.equal('live');
  });

  it('is right until it had to make room for others', () => {
    const first = browser.openTab(['a']);
    browser.connect();
    browser.say(snapshotOf('a', 4));
    browser.time.pass(3000);
    browser.openTab(Array.from({ length: 100 }, (_, at) => `n${at}`));
    browser.connect();
    const untilMs = first.clock.nowMs();
    browser.time.pass(4000);
    expect(first.feed.state().connection).to.equal('live');
    expect(first.feed.livenessOf('a')).to.equal('reconnecting');
    expect(first.feed.rightUntilMs('a')).to.be.closeTo(untilMs ?? 0, 1);
  });

  it('is not live while the server does not know it, and live when it is told of again', () => {
    const { feed } = browser.openTab(['a']);
    browser.connect();
    browser.say(snapshotOf('a', 4), { type: 'unknown', data: { auctionId: 'a' } });
    expect(feed.livenessOf('a')).to.equal('stale');
    browser.say(snapshotOf('a', 5));
    expect(feed.livenessOf('a')).to.equal('live');
  });

  it('is live again with the first that was missed, or once there was time to tell of it', () => {
    const [first, second] = [browser.openTab(['a', 'b']), browser.openTab(['a', 'b'])];
    browser.connect();
    browser.say(snapshotOf('a', 4), snapshotOf('b', 2));
    browser.time.pass(6000);
    const lostAtMs = first.clock.nowMs();
    browser.streams.end({ hintMs: 1000 });
    browser.time.pass(1000);
    browser.streams.last.onOpen();
    browser.streams.last.onSign();
    // What concerns a person comes whether or not the auction is told of.
    browser.say(bidOf('a', 5), outbidOf('b', 3));
    for (const { feed } of [first, second]) {
      expect(['a', 'b'].map((id) => feed.livenessOf(id))).to.deep.equal(['live', 'reconnecting']);
      expect(feed.rightUntilMs('b')).to.be.closeTo(lostAtMs ?? 0, 1);
    }
    browser.time.pass(2000);
    expect(first.feed.livenessOf('b')).to.equal('reconnecting');
    browser.streams.last.onSign();
    for (const { feed } of [first, second]) expect(feed.livenessOf('b')).to.equal('live');
  });

  it('is as old as the last that was heard where the connection was lost', () => {
    const { feed, clock } = browser.openTab(['a']);
    browser.connect();
    browser.say(snapshotOf('a', 4));
    browser.time.pass(28_000);
    expect(feed.livenessOf('a')).to.equal('reconnecting');
    expect(feed.rightUntilMs('a')).to.be.closeTo((clock.nowMs() ?? 0) - 28_000, 1);
  });
});
