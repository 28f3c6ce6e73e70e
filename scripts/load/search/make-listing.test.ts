import { expect } from 'chai';
import { auctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { makeListing } from './make-listing.ts';

const NOW_MS = Date.UTC(2026, 10, 27, 3);
const COUNT = 2_000;
const listings = Array.from({ length: COUNT }, (_, number) => makeListing(7, number, NOW_MS));

describe('a made-up listing', () => {
  it('is the same for the same seed and number, and another for another', () => {
    expect(makeListing(7, 5, NOW_MS)).to.deep.equal(listings[5]);
    expect(makeListing(8, 5, NOW_MS).title).to.not.equal(listings[5]?.title);
  });

  it('has an id of its own', () => {
    expect(new Set(listings.map(({ auctionId }) => auctionId))).to.have.lengthOf(COUNT);
  });

  it('is coming, live or over by the hours that go with its state', () => {
    const states = listings.map((listing) => auctionState(listing, NOW_MS));
    for (const state of ['coming', 'live', 'sold', 'unsold']) expect(states).to.include(state);
    expect(states).to.not.include('closed');
  });

  it('fits into the record', () => {
    for (const { title, description, hashtags, startKrw, priceKrw, bidCount } of listings) {
      expect(title.length).to.be.within(5, 80);
      expect(description.length).to.be.within(30, 500);
      expect(hashtags.length).to.be.within(1, 3);
      expect(startKrw % 1_000).to.equal(0);
      expect(priceKrw === null).to.equal(bidCount === 0);
    }
  });
});
