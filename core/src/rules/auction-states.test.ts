import { expect } from 'chai';
import { auctionState, RECORD_STATES, recordStatesBefore } from './auction-states.ts';

const times = { opensAtMs: 100, closesAtMs: 200 };

describe('the state of an auction', () => {
  it('is live on [opens, closes) only, whatever the record says', () => {
    for (const state of ['scheduled', 'live'] as const) {
      expect(auctionState({ ...times, state }, 99)).to.equal('coming');
      expect(auctionState({ ...times, state }, 100)).to.equal('live');
      expect(auctionState({ ...times, state }, 199)).to.equal('live');
      expect(auctionState({ ...times, state }, 200)).to.equal('closed');
    }
  });

  it('is the result once there is one', () => {
    expect(auctionState({ ...times, state: 'sold' }, 150)).to.equal('sold');
  });

  it('lets nothing follow a result', () => {
    expect(recordStatesBefore('sold')).to.deep.equal(['scheduled', 'live']);
    for (const state of RECORD_STATES) {
      expect(recordStatesBefore(state)).not.to.include.members(['sold']);
    }
  });
});
