import { expect } from 'chai';
import {
  bidOf,
  outbidOf,
  shownBy,
  snapshotOf,
  StandInBrowser,
} from '../testing/stand-in-browser.ts';
import type { StandInTab } from '../testing/stand-in-browser.ts';
import type { LiveEvent } from './live-events.ts';

describe('tabs that sleep, hide and sign in', () => {
  let browser: StandInBrowser;
  let first: StandInTab;
  let second: StandInTab;

  beforeEach(() => {
    browser = new StandInBrowser();
    first = browser.openTab(['a']);
    browser.time.pass(10);
    second = browser.openTab(['a']);
    browser.connect();
    browser.say(snapshotOf('a', 4));
  });

  const connections = (): string[] => [first, second].map(({ feed }) => feed.state().connection);

  it('let go of the connection when nobody looked for 15 s, and come back when somebody does', () => {
    for (const { feed } of [first, second]) feed.team.look(false);
    browser.time.pass(14_000);
    expect(browser.streams.standing).to.have.length(1);
    browser.time.pass(4000);
    expect(browser.streams.standing).to.have.length(0);
    expect(connections()).to.deep.equal(['reconnecting', 'reconnecting']);
    second.feed.team.look(true);
    browser.connect();
    expect(browser.streams.standing).to.have.length(1);
    expect(connections()).to.deep.equal(['live', 'live']);
  });

  it('go on with a hidden leader for a minute, then hand over to one that is looked at', () => {
    first.feed.team.look(false);
    for (let heartbeat = 0; heartbeat < 3; heartbeat += 1) {
      browser.streams.last.onSign();
      browser.time.pass(19_000);
    }
    expect(browser.streams.asked).to.have.length(1);
    expect(connections()).to.deep.equal(['live', 'live']);
    browser.time.pass(6000);
    browser.streams.last.onOpen();
    expect(browser.streams.asked).to.have.length(2);
    expect(browser.streams.standing).to.have.length(1);
    browser.say(bidOf('a', 5));
    expect(shownBy(first, 'a')).to.include({ seq: 5 });
  });

  it('believe nothing after a sleep until they have asked', () => {
    first.freeze();
    second.freeze();
    browser.time.pass(300_000);
    second.thaw();
    expect(second.feed.state().connection).to.equal('reconnecting');
    first.thaw();
    browser.time.pass(3000);
    const [asleep] = browser.streams.asked;
    expect(asleep?.isClosed).to.equal(true);
    expect(browser.streams.standing).to.have.length(1);
    browser.streams.last.onOpen();
    expect(connections()).to.deep.equal(['live', 'live']);
  });

  it('never tell each other after a sleep that all is well before it is', () => {
    first.freeze();
    second.freeze();
    browser.time.pass(300_000);
    const seen: string[] = [];
    second.thaw();
    second.feed.subscribe(() => seen.push(second.feed.state().connection));
    first.thaw();
    browser.time.pass(500);
    expect(seen).to.include('reconnecting').and.not.to.include('live');
    browser.streams.last.onOpen();
    expect(seen.at(-1)).to.equal('live');
  });

  it('say that nothing is live as soon as one is looked at whose leader was silent', () => {
    second.feed.team.look(false);
    first.freeze();
    browser.time.pass(60_000);
    second.feed.team.look(true);
    expect(second.feed.state().connection).to.equal('reconnecting');
    browser.connect();
    expect(second.feed.state().connection).to.equal('live');
  });

  it('say at once that there is no network, and try soon when there is one', () => {
    for (const { feed } of [second, first]) feed.team.offline();
    expect(connections()).to.deep.equal(['reconnecting', 'reconnecting']);
    expect(browser.streams.standing).to.have.length(0);
    for (const { feed } of [second, first]) feed.team.online();
    browser.time.pass(500);
    browser.streams.last.onOpen();
    expect(connections()).to.deep.equal(['live', 'live']);
  });

  it('show a notice once, in the tab looked at last', () => {
    browser.say(outbidOf('a', 5), bidOf('a', 5), outbidOf('a', 5));
    expect([first.shown, second.shown]).to.deep.equal([[], ['outbid a']]);
    expect([first.ownEvents, second.ownEvents]).to.deep.equal([
      ['outbid', 'outbid'],
      ['outbid', 'outbid'],
    ]);
    expect(shownBy(first, 'a')).to.include({ seq: 5, priceKrw: 1500 });
  });

  it('keep a notice for the first that is looked at, through a change of the lead', () => {
    for (const { feed } of [first, second]) feed.team.look(false);
    browser.say(outbidOf('a', 5));
    expect([first.shown, second.shown]).to.deep.equal([[], []]);
    first.feed.team.leave();
    second.feed.team.look(true);
    browser.connect();
    expect([first.shown, second.shown]).to.deep.equal([[], ['outbid a']]);
  });

  it('connect anew when one of them signs in, from where they stand, and forget old notices', () => {
    for (const { feed } of [first, second]) feed.team.look(false);
    browser.say(outbidOf('a', 5));
    second.feed.team.signedAnew();
    browser.time.pass(100);
    expect(browser.streams.last.url).to.equal('/events?auctions=a@e1:4');
    browser.streams.last.onOpen();
    expect(browser.streams.standing).to.have.length(1);
    first.feed.team.look(true);
    browser.time.pass(3000);
    first.feed.team.leave();
    second.feed.team.look(true);
    browser.time.pass(3000);
    expect([first.shown, second.shown]).to.deep.equal([[], []]);
  });

  it('show a waiting notice in a tab that was opened after it was told', () => {
    for (const { feed } of [first, second]) feed.team.look(false);
    browser.say(outbidOf('a', 5));
    const late = browser.openTab(['a']);
    browser.time.pass(3000);
    expect([first, second, late].map(({ shown }) => shown)).to.deep.equal([[], [], ['outbid a']]);
  });

  it('do not keep notices for a tab that crashed while it was looked at', () => {
    second.vanish();
    for (let heartbeat = 0; heartbeat < 2; heartbeat += 1) {
      browser.time.pass(15_000);
      browser.streams.last.onSign();
    }
    browser.say(outbidOf('a', 5));
    expect(first.shown).to.deep.equal(['outbid a']);
  });

  it('tell nobody what concerns the person who was signed in before', () => {
    const [old] = browser.streams.asked;
    second.feed.team.signedAnew();
    browser.time.pass(100);
    // The new connection is refused: the old one stands, and it is the other person's.
    browser.streams.end({ retryAfterMs: 9000 });
    const say = ({ type, data }: LiveEvent): void => old?.onEvent(type, JSON.stringify(data));
    [outbidOf('a', 5), bidOf('a', 5)].forEach(say);
    expect([first.shown, second.shown]).to.deep.equal([[], []]);
    expect([first.ownEvents, second.ownEvents]).to.deep.equal([[], []]);
    expect(shownBy(second, 'a')).to.include({ seq: 5 });
    browser.time.pass(9000);
    browser.streams.last.onOpen();
    browser.say(outbidOf('a', 6));
    expect([first.shown, second.shown]).to.deep.equal([[], ['outbid a']]);
  });

  it('know the time after a sleep between leaving and coming back, and do not add it twice', () => {
    const alone = new StandInBrowser();
    const { feed, clock, standStill } = alone.openTab([]);
    const reply = (): void => clock.observeReply(alone.time.nowMs, clock.markMs());
    reply();
    feed.team.leave();
    alone.time.pass(3_600_000);
    standStill(3_600_000);
    feed.team.join(true);
    expect(clock.nowMs()).to.be.closeTo(alone.time.nowMs, 1000);
    reply();
    alone.time.nowMs += 8000;
    alone.time.pass(0);
    expect(clock.nowMs()).to.be.closeTo(alone.time.nowMs, 1000);
  });
});
