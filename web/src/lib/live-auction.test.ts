import { expect } from 'chai';
import type { LiveAction, LiveState } from './live-auction.ts';
import { NOTHING_LIVE, reduceLive } from './live-auction.ts';
import type { LiveEvent } from './live-events.ts';
import { parseLiveEvent } from './live-events.ts';

const AT_MS = 1_790_000_000_000;
const ID = 'moonjar';

describe('live auction', () => {
  it('takes the price, the minimum and the closing from a snapshot', () => {
    const held = auctionAfter(snapshot(3));
    expect(held).to.include({ seq: 3, priceKrw: 1300, minimumKrw: 1400, closesAtMs: AT_MS });
  });

  it('follows bids in order and keeps them for the history, newest first', () => {
    const held = auctionAfter(snapshot(3), bid(4), bid(5));
    expect(held).to.include({ seq: 5, priceKrw: 1500, bidCount: 5, leaderAlias: '입찰자 5' });
    expect(held?.bids.map(({ seq }) => seq)).to.deep.equal([5, 4]);
  });

  it('never lets an older bid bring an old price back, but lists it once', () => {
    const held = auctionAfter(snapshot(3), bid(5), bid(4), bid(4));
    expect(held).to.include({ seq: 5, priceKrw: 1500 });
    expect(held?.bids.map(({ seq }) => seq)).to.deep.equal([5, 4]);
  });

  it('ignores an older snapshot of the same epoch', () => {
    expect(auctionAfter(snapshot(3), bid(4), snapshot(2))).to.include({ seq: 4, priceKrw: 1400 });
  });

  it('follows a new epoch even where its seq is lower, and no straggler of the old one', () => {
    const held = auctionAfter(snapshot(9), bid(10), snapshot(8, 'e2'), bid(11, 'e1'), bid(9, 'e2'));
    expect(held).to.include({ epoch: 'e2', seq: 9, priceKrw: 1900 });
    expect(held?.bids.map(({ seq }) => seq)).to.deep.equal([9]);
  });

  it('closes: outcome told, no minimum any more, and later bids of the past ignored', () => {
    const held = auctionAfter(snapshot(3), closed(4), bid(3));
    expect(held).to.include({ state: 'sold', minimumKrw: null, priceKrw: 1300, seq: 4 });
  });

  it('takes a closing told again after the final snapshot as the same closing', () => {
    const final = { ...snapshotData(4), state: 'sold' as const, minimumKrw: null };
    const held = auctionAfter({ type: 'snapshot', data: final }, closed(4));
    expect(held).to.include({ state: 'sold', seq: 4 });
  });

  it('moves a closing that was extended', () => {
    const data = { auctionId: ID, epoch: 'e1', closesAtMs: AT_MS + 120_000, reason: 'outage' };
    expect(auctionAfter(snapshot(3), { type: 'extended', data })?.closesAtMs).to.equal(
      AT_MS + 120_000,
    );
  });

  it('shows an own bid as soon as it is answered, and its event does not count it twice', () => {
    const state = reduceLive(after(told(snapshot(3))), {
      type: 'answered',
      auctionId: ID,
      answer: {
        bidId: 'b',
        outcome: 'leading',
        seq: 4,
        raise: 0,
        priceKrw: 1400,
        minimumKrw: 1500,
        ownMaxKrw: 1400,
        alias: '입찰자 4',
        acceptedAtMs: AT_MS,
        closesAtMs: AT_MS,
      },
    });
    expect(state.auctions.get(ID)).to.include({ priceKrw: 1400, bidCount: 4, minimumKrw: 1500 });
    const held = reduceLive(state, told(bid(4))).auctions.get(ID);
    expect(held).to.include({ seq: 4, bidCount: 4 });
    expect(held?.bids).to.have.length(1);
  });

  it('remembers since when the prices may be wrong, through every further failure', () => {
    const lost = after(
      { type: 'opened' },
      { type: 'lost', atMs: AT_MS },
      { type: 'lost', atMs: AT_MS + 9000 },
    );
    expect(lost).to.include({ connection: 'reconnecting', notLiveSinceMs: AT_MS });
    expect(reduceLive(lost, { type: 'opened' })).to.include({
      connection: 'live',
      notLiveSinceMs: null,
    });
  });

  it('says stale when the source is away and live when it is back', () => {
    const stale = after({ type: 'opened' }, told({ type: 'stale', data: { sinceMs: AT_MS } }));
    expect(stale).to.include({ connection: 'stale', notLiveSinceMs: AT_MS });
    const back = reduceLive(stale, told({ type: 'live', data: { sinceMs: AT_MS } }));
    expect(back.connection).to.equal('live');
  });

  it('keeps what it holds through a gap, for the snapshot that follows', () => {
    const gap: LiveEvent = { type: 'gap', data: { auctionId: ID, fromSeq: 4, toSeq: 8 } };
    expect(auctionAfter(snapshot(3), gap, snapshot(8))).to.include({ seq: 8, priceKrw: 1800 });
  });

  it('knows which auctions do not exist', () => {
    const state = after(told({ type: 'unknown', data: { auctionId: 'gone' } }));
    expect(state.unknownIds.has('gone')).to.equal(true);
  });

  it('refuses an event that is not what the contract promises', () => {
    expect(parseLiveEvent('bid', '{"auctionId":"a"}')).to.equal(null);
    expect(parseLiveEvent('bid', 'not json')).to.equal(null);
    expect(parseLiveEvent('snapshot', JSON.stringify(snapshotData(1)))?.type).to.equal('snapshot');
  });
});

function after(...actions: LiveAction[]): LiveState {
  return actions.reduce(reduceLive, NOTHING_LIVE);
}

function auctionAfter(...events: LiveEvent[]) {
  return after(...events.map(told)).auctions.get(ID);
}

function told(event: LiveEvent): LiveAction {
  return { type: 'told', event };
}

function snapshotData(seq: number, epoch = 'e1') {
  return {
    auctionId: ID,
    epoch,
    seq,
    state: 'live' as const,
    priceKrw: 1000 + seq * 100,
    minimumKrw: 1100 + seq * 100,
    bidCount: seq,
    leaderAlias: `입찰자 ${seq}`,
    reserve: 'none' as const,
    closesAtMs: AT_MS,
    serverNowMs: AT_MS,
  };
}

function snapshot(seq: number, epoch = 'e1'): LiveEvent {
  return { type: 'snapshot', data: snapshotData(seq, epoch) };
}

function bid(seq: number, epoch = 'e1'): LiveEvent {
  const { state: _state, serverNowMs: _now, ...data } = snapshotData(seq, epoch);
  return { type: 'bid', data: { ...data, alias: data.leaderAlias, acceptedAtMs: AT_MS } };
}

function closed(seq: number): LiveEvent {
  const data = {
    auctionId: ID,
    epoch: 'e1',
    seq,
    outcome: 'sold' as const,
    priceKrw: 1300,
    leaderAlias: '입찰자 3',
    bidCount: 3,
  };
  return { type: 'closed', data };
}
