import { expect } from 'chai';
import { snapshotOf, StandInBrowser } from '../testing/stand-in-browser.ts';

describe('a page that is open all day', () => {
  it('forgets what it does not watch, but for the last hundred that were told of', () => {
    const browser = new StandInBrowser();
    const tab = browser.openTab(['watched']);
    browser.connect();
    browser.say(snapshotOf('watched', 1), snapshotOf('again', 1));
    const ids = Array.from({ length: 150 }, (_, at) => `passing-${at}`);
    for (const auctionId of ids.slice(0, 100)) browser.say(snapshotOf(auctionId, 1));
    browser.say(snapshotOf('again', 2));
    for (const auctionId of ids.slice(100)) browser.say(snapshotOf(auctionId, 1));
    const { auctions } = tab.feed.state();
    expect(auctions.has('watched')).to.equal(true);
    expect(auctions.has('again')).to.equal(true);
    expect(ids.filter((id) => auctions.has(id))).to.deep.equal(ids.slice(51));
  });

  it('forgets which auctions there are not in the same way', () => {
    const browser = new StandInBrowser();
    const tab = browser.openTab(['gone']);
    browser.connect();
    const ids = ['gone', ...Array.from({ length: 150 }, (_, at) => `gone-${at}`)];
    for (const auctionId of ids) browser.say({ type: 'unknown', data: { auctionId } });
    const { unknownIds } = tab.feed.state();
    expect(unknownIds.has('gone')).to.equal(true);
    expect([...unknownIds]).to.have.length(101);
    browser.time.pass(25_000);
    // Another tab is told of what is watched, and of no more.
    const late = browser.openTab(['gone']);
    expect([...late.feed.state().unknownIds]).to.deep.equal(['gone']);
  });
});
