import { expect } from 'chai';
import { StandInBrowser } from '../testing/stand-in-browser.ts';
import type { LiveEvent } from './live-events.ts';

const HOUR_MS = 3_600_000;
const ENDING: LiveEvent = {
  type: 'ending',
  data: { auctionId: 'a', title: '시계', closesAtMs: 1 },
};

describe('the stream of a page that watches nothing', () => {
  let browser: StandInBrowser;
  const urls = () => browser.streams.asked.map(({ url }) => url);

  beforeEach(() => {
    browser = new StandInBrowser();
  });

  it('tells whoever is signed in what concerns them', () => {
    browser.signIn(browser.time.nowMs + HOUR_MS);
    const tab = browser.openTab([]);
    browser.connect();
    browser.say(ENDING);
    expect(urls()).to.deep.equal(['/events?auctions=']);
    expect(tab.shown).to.deep.equal(['ending a']);
    expect(tab.ownEvents).to.deep.equal(['ending']);
  });

  it('is asked for by nobody else, and let go of when nobody is signed in any more', () => {
    const tab = browser.openTab([]);
    browser.time.pass(10_000);
    expect(urls()).to.deep.equal([]);
    browser.signIn(browser.time.nowMs + HOUR_MS);
    browser.time.pass(3000);
    browser.streams.last.onOpen();
    expect(browser.streams.standing).to.have.length(1);
    browser.signIn(0);
    tab.feed.team.signedAnew();
    browser.time.pass(200);
    expect(browser.streams.standing).to.have.length(0);
  });

  it('gives way to one that shows something, without a gap', () => {
    browser.signIn(browser.time.nowMs + HOUR_MS);
    const tab = browser.openTab([]);
    browser.connect();
    tab.feed.watch(['a']);
    browser.time.pass(200);
    expect(urls()).to.deep.equal(['/events?auctions=', '/events?auctions=a']);
    expect(browser.streams.standing).to.have.length(2);
    browser.streams.last.onOpen();
    expect(browser.streams.standing).to.have.length(1);
  });

  it('has the sign-in renewed where it is refused, and is asked for again', async () => {
    browser.signIn(browser.time.nowMs + HOUR_MS);
    browser.openTab([]);
    browser.time.pass(200);
    browser.streams.end({ isRefused: true });
    browser.time.pass(0);
    await new Promise(setImmediate);
    expect(browser.renewals).to.equal(1);
    browser.time.pass(1000);
    browser.streams.end({ isRefused: true });
    browser.time.pass(10_000);
    await new Promise(setImmediate);
    // One that did not help is not repeated at once.
    expect(browser.renewals).to.equal(1);
    expect(urls().length).to.be.greaterThan(2);
  });

  it('does not renew anything where it only ended', async () => {
    browser.signIn(browser.time.nowMs + HOUR_MS);
    browser.openTab([]);
    browser.connect();
    browser.streams.end();
    browser.time.pass(10_000);
    await new Promise(setImmediate);
    expect(browser.renewals).to.equal(0);
  });
});
