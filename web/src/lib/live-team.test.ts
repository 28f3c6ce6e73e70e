import { expect } from 'chai';
import { bidOf, shownBy, snapshotOf, StandInBrowser } from '../testing/stand-in-browser.ts';
import type { StandInTab } from '../testing/stand-in-browser.ts';

describe('the tabs of a browser', () => {
  let browser: StandInBrowser;

  beforeEach(() => {
    browser = new StandInBrowser();
  });

  const connectionOf = ({ feed }: StandInTab): string => feed.state().connection;

  /** Three tabs, of which the first leads, and all have been told of `a` up to 5 and `b` up to 2. */
  function threeTabs(): [StandInTab, StandInTab, StandInTab] {
    const tabs = [['a'], ['a', 'b'], ['b', 'a']].map((watched) => browser.openTab(watched));
    browser.connect();
    browser.say(snapshotOf('a', 4), snapshotOf('b', 2), bidOf('a', 5));
    return tabs as [StandInTab, StandInTab, StandInTab];
  }

  it('have one connection, for all that they watch, and all hear it', () => {
    const tabs = threeTabs();
    expect(browser.streams.standing).to.have.length(1);
    expect(browser.streams.last.url).to.match(/auctions=(a,b|b,a)$/);
    expect(tabs.map(connectionOf)).to.deep.equal(['live', 'live', 'live']);
    for (const tab of tabs) {
      expect(shownBy(tab, 'a')).to.deep.equal({ seq: 5, priceKrw: 1500, bids: [5] });
    }
  });

  it('watch what a new one adds without letting go meanwhile, from where they stand', () => {
    threeTabs();
    browser.openTab(['c']);
    browser.time.pass(200);
    expect(browser.streams.last.url).to.match(/^\/events\?auctions=/);
    expect(browser.streams.last.url.split('=')[1]?.split(',').toSorted()).to.deep.equal([
      'a@e1:5',
      'b@e1:2',
      'c',
    ]);
    expect(browser.streams.standing).to.have.length(2);
    browser.streams.last.onOpen();
    expect(browser.streams.standing).to.have.length(1);
  });

  it('give one that comes late the present state at once, and the time', () => {
    const [first] = threeTabs();
    const late = browser.openTab(['a']);
    expect(shownBy(late, 'a')).to.include({ seq: 5, priceKrw: 1500 });
    expect(connectionOf(late)).to.equal('live');
    const [nowMs, lateMs] = [first.clock.nowMs() ?? 0, late.clock.nowMs() ?? 0];
    expect(lateMs).to.be.closeTo(nowMs, 1);
    browser.say(bidOf('a', 6));
    expect(shownBy(late, 'a')).to.include({ seq: 6, priceKrw: 1600 });
    browser.time.pass(1000);
    expect(browser.streams.asked).to.have.length(1);
  });

  it('go on without a lost or repeated event when the leader closes', () => {
    const [leader, second, third] = threeTabs();
    leader.feed.team.leave();
    expect(browser.streams.standing).to.have.length(0);
    expect([second, third].map(connectionOf)).to.deep.equal(['reconnecting', 'reconnecting']);
    browser.connect();
    expect(browser.streams.last.url).to.contain('a@e1:5').and.to.contain('b@e1:2');
    browser.say(bidOf('a', 5), bidOf('a', 6), bidOf('a', 7));
    for (const tab of [second, third]) {
      expect(connectionOf(tab)).to.equal('live');
      expect(shownBy(tab, 'a')).to.deep.equal({ seq: 7, priceKrw: 1700, bids: [7, 6, 5] });
    }
  });

  it('go on when the leader crashes without a word', () => {
    const [leader, second] = threeTabs();
    leader.crash();
    browser.connect();
    browser.say(bidOf('a', 6));
    expect(shownBy(second, 'a')).to.deep.equal({ seq: 6, priceKrw: 1600, bids: [6, 5] });
    expect(browser.streams.standing).to.have.length(1);
  });

  it('notice a frozen leader, and what it says late changes nothing', () => {
    const [leader, second, third] = threeTabs();
    const [frozen] = browser.streams.asked;
    leader.freeze();
    browser.time.pass(6000);
    expect(connectionOf(second)).to.equal('live');
    browser.time.pass(4000);
    expect([second, third].map(connectionOf)).to.deep.equal(['reconnecting', 'reconnecting']);
    browser.connect();
    browser.say(bidOf('a', 6));
    // The frozen one wakes up and passes on what lay in its socket before it learns anything.
    frozen?.onEvent('stale', JSON.stringify({ sinceMs: 1 }));
    frozen?.onEvent('bid', JSON.stringify({ ...bidOf('a', 9).data, priceKrw: 1 }));
    for (const tab of [second, third]) {
      expect(connectionOf(tab)).to.equal('live');
      expect(shownBy(tab, 'a')).to.deep.equal({ seq: 6, priceKrw: 1600, bids: [6, 5] });
    }
    leader.thaw();
    browser.time.pass(200);
    expect(browser.streams.standing).to.have.length(1);
    browser.say(bidOf('a', 7));
    expect(shownBy(leader, 'a')).to.include({ seq: 9 });
    expect(connectionOf(leader)).to.equal('live');
  });

  it('are live again only with the state, where one learns late that the lead was taken', () => {
    const [leader, second] = threeTabs();
    leader.freeze();
    browser.time.pass(10_000);
    browser.streams.last.onOpen();
    browser.say(bidOf('a', 6));
    leader.loseLate();
    const seen = new Set<string>();
    leader.feed.subscribe(() => seen.add(`${connectionOf(leader)} ${shownBy(leader, 'a')?.seq}`));
    leader.thaw();
    browser.time.pass(2500);
    expect(shownBy(second, 'a')).to.include({ seq: 6 });
    expect([...seen].filter((shown) => shown.startsWith('live'))).to.deep.equal(['live 6']);
  });

  it('hear in order what lay waiting for one that was frozen', () => {
    const [leader, second, third] = threeTabs();
    third.freeze();
    browser.say(bidOf('a', 6), bidOf('a', 7));
    leader.feed.team.leave();
    browser.connect();
    browser.say(bidOf('a', 8));
    third.thaw();
    for (const tab of [second, third]) {
      expect(shownBy(tab, 'a')).to.deep.equal({ seq: 8, priceKrw: 1800, bids: [8, 7, 6, 5] });
    }
  });

  it('connect from where the hindmost stands, so that it misses nothing either', () => {
    const [leader, second, third] = threeTabs();
    third.freeze();
    browser.say(bidOf('a', 6), bidOf('a', 7));
    third.loseLate();
    third.thaw();
    leader.feed.team.leave();
    browser.connect();
    expect(browser.streams.last.url).to.contain('a@e1:5');
    browser.say(bidOf('a', 6), bidOf('a', 7), bidOf('a', 8));
    for (const tab of [second, third]) {
      expect(shownBy(tab, 'a')).to.deep.equal({ seq: 8, priceKrw: 1800, bids: [8, 7, 6, 5] });
    }
  });

  it('give the state to one that answers the roll call too late, and ask for nothing again', () => {
    const [leader, , third] = threeTabs();
    third.freeze();
    browser.say(bidOf('a', 6), bidOf('a', 7));
    third.loseLate();
    leader.feed.team.leave();
    browser.connect();
    expect(browser.streams.last.url).to.contain('a@e1:7');
    third.thaw();
    expect(shownBy(third, 'a')).to.include({ seq: 7, priceKrw: 1700 });
    browser.time.pass(6000);
    browser.streams.end();
    browser.time.pass(400);
    expect(browser.streams.asked).to.have.length(3);
    expect(browser.streams.last.url).to.contain('a@e1:7');
  });

  it('say on each of them when the connection is lost, since when, and when it is back', () => {
    const tabs = threeTabs();
    browser.time.pass(6000);
    browser.streams.end({ hintMs: 1000 });
    expect(tabs.map(connectionOf)).to.deep.equal(['reconnecting', 'reconnecting', 'reconnecting']);
    const since = tabs.map(({ feed }) => feed.state().notLiveSinceMs);
    expect(since[0]).to.be.a('number');
    expect(new Set(since.map((ms) => Math.round((ms ?? 0) / 100))).size).to.equal(1);
    browser.time.pass(1000);
    browser.streams.last.onOpen();
    expect(tabs.map(connectionOf)).to.deep.equal(['live', 'live', 'live']);
    browser.say({ type: 'stale', data: { sinceMs: 7 } });
    browser.time.pass(5000);
    expect(tabs.map(connectionOf)).to.deep.equal(['stale', 'stale', 'stale']);
  });

  it('watch no more than a hundred auctions, those looked at last before the others', () => {
    const many = Array.from({ length: 90 }, (_, at) => `m${at}`);
    const first = browser.openTab(many);
    browser.time.pass(10);
    const others = Array.from({ length: 60 }, (_, at) => `n${at}`);
    browser.openTab(others);
    browser.connect();
    const watched = browser.streams.last.url.split('=')[1]?.split(',') ?? [];
    expect(watched).to.have.length(100);
    expect(watched).to.include.members(others);
    expect(first.feed.hasRoomFor('m89', 100)).to.equal(true);
    expect(first.feed.hasRoomFor('m0', 100)).to.equal(false);
  });

  it('keep the connection when something is watched no more, and know how that stands', () => {
    const tab = browser.openTab(['a']);
    const stops = ['b', 'c'].map((auctionId) => tab.feed.watch([auctionId]));
    browser.connect();
    browser.say(snapshotOf('b', 4));
    for (const stop of stops) {
      stop();
      browser.time.pass(300);
    }
    browser.say(bidOf('b', 5));
    const late = browser.openTab(['b']);
    browser.time.pass(300);
    expect(browser.streams.asked).to.have.length(1);
    expect(shownBy(late, 'b')).to.include({ seq: 5, priceKrw: 1500 });
  });

  it('ask once for what is unknown, and again only when it is watched anew', () => {
    const tab = browser.openTab(['a']);
    const stop = tab.feed.watch(['b']);
    browser.connect();
    browser.say(snapshotOf('a', 4), { type: 'unknown', data: { auctionId: 'b' } });
    browser.time.pass(5000);
    stop();
    browser.time.pass(300);
    expect(browser.streams.asked).to.have.length(1);
    tab.feed.watch(['b']);
    browser.time.pass(300);
    expect(browser.streams.last.url).to.contain('b').and.to.contain('a@e1:4');
    expect(browser.streams.asked).to.have.length(2);
  });

  it('say how old the price is when not even the first connection can be had', () => {
    const tab = browser.openTab(['a']);
    tab.clock.observeReply(browser.time.nowMs, tab.clock.markMs());
    browser.time.pass(200);
    browser.streams.end();
    expect(tab.feed.state().notLiveSinceMs).to.be.a('number');
  });

  it('do not call a price old that was read just now, after nothing was watched', () => {
    const tab = browser.openTab([]);
    const stop = tab.feed.watch(['a']);
    browser.connect();
    browser.say(snapshotOf('a', 4));
    stop();
    browser.time.pass(600_000);
    tab.feed.watch(['b']);
    expect(tab.feed.state()).to.include({ connection: 'connecting', notLiveSinceMs: null });
  });

  it('have a connection each where they cannot agree', () => {
    browser.openTab(['a'], { canAgree: false });
    browser.openTab(['a'], { canAgree: false });
    browser.time.pass(200);
    expect(browser.streams.standing).to.have.length(2);
  });
});
