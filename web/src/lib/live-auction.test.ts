import { expect } from 'chai';
import type { LiveAction, LiveState } from './live-auction.ts';
import { NOTHING_LIVE, reduceLive } from './live-auction.ts';
import type { LiveEvent } from './live-events.ts';
import { parseLiveEvent } from './live-events.ts';

const AT_MS = 1_790_000_000_000;
const ID = 'moonjar';
const ANSWER = {
  ...{ bidId: 'b', outcome: 'leading' as const, seq: 4, raise: 0, alias: '입찰자 4' },
  ...{ priceKrw: 1400, minimumKrw: 1500, ownMaxKrw: 1400 },
  ...{ acceptedAtMs: AT_MS, closesAtMs: AT_MS },
};

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

  it('moves a closing that was extended, and keeps why', () => {
    const held = auctionAfter(snapshot(3), extended(AT_MS + 120_000, 'outage'));
    const moved = { closesAtMs: AT_MS + 120_000, reason: 'outage' };
    expect(held?.closesAtMs).to.equal(moved.closesAtMs);
    expect(held?.extended).to.deep.equal(moved);
    expect(auctionAfter(snapshot(3), extended(AT_MS - 1, 'operator'))?.closesAtMs).to.equal(
      AT_MS - 1,
    );
  });

  it('does not let a late bid take an extension back, but a purchase ends it at once', () => {
    const late = auctionAfter(snapshot(3), extended(AT_MS + 120_000), bid(4, 'e1', AT_MS - 1000));
    expect(late).to.include({ seq: 4, closesAtMs: AT_MS + 120_000 });
    const bought = bid(4, 'e1', AT_MS);
    expect(auctionAfter(snapshot(3), extended(AT_MS + 120_000), bought)?.closesAtMs).to.equal(
      AT_MS,
    );
  });

  it('notices a closing that was moved while it was away', () => {
    const later: LiveEvent = {
      type: 'snapshot',
      data: { ...snapshotData(4), closesAtMs: AT_MS + 120_000 },
    };
    expect(auctionAfter(later)?.extended).to.equal(null);
    expect(auctionAfter(snapshot(3), later)?.extended).to.deep.equal({
      ...{ closesAtMs: AT_MS + 120_000, reason: null },
    });
  });

  it('ignores a moved closing of an epoch that has passed', () => {
    const held = auctionAfter(snapshot(3), snapshot(3, 'e2'), extended(AT_MS + 120_000));
    expect(held).to.include({ closesAtMs: AT_MS, extended: null });
  });

  it('knows an interrupted auction by its snapshot, and that it goes on by what follows', () => {
    const stopped: LiveEvent = {
      type: 'snapshot',
      data: { ...snapshotData(3), interrupted: true },
    };
    expect(auctionAfter(stopped)?.interrupted).to.equal(true);
    expect(auctionAfter(stopped, extended(AT_MS + 1, 'operator'))?.interrupted).to.equal(false);
    expect(auctionAfter(stopped, snapshot(3, 'e2'))?.interrupted).to.equal(false);
    expect(auctionAfter(stopped, bid(4))?.interrupted).to.equal(false);
  });

  it('shows an own bid as soon as it is answered, and its event does not count it twice', () => {
    const state = reduceLive(after(told(snapshot(3))), {
      type: 'answered',
      auctionId: ID,
      answer: ANSWER,
    });
    expect(state.auctions.get(ID)).to.include({ priceKrw: 1400, bidCount: 4, minimumKrw: 1500 });
    const held = reduceLive(state, told(bid(4))).auctions.get(ID);
    expect(held).to.include({ seq: 4, bidCount: 4 });
    expect(held?.bids).to.have.length(1);
  });

  it('takes from the event of an own bid what its answer did not tell', () => {
    const [unmet, met] = [snapshot(3), bid(4)];
    Object.assign(unmet.data, { reserve: 'unmet' });
    Object.assign(met.data, { reserve: 'met', leaderAlias: '입찰자 9' });
    const state = reduceLive(after(told(unmet)), {
      type: 'answered',
      auctionId: ID,
      answer: { ...ANSWER, outcome: 'outbid' },
    });
    expect(state.auctions.get(ID)).to.include({ reserve: 'unmet', leaderAlias: null });
    const held = reduceLive(state, told(met)).auctions.get(ID);
    expect(held).to.include({ reserve: 'met', leaderAlias: '입찰자 9', seq: 4 });
  });

  it('adds a late bid to the list of a settled auction, and changes nothing else', () => {
    const late = auctionAfter(snapshot(3), closed(4), bid(4));
    expect(late).to.include({ state: 'sold', minimumKrw: null, priceKrw: 1300 });
    expect(late?.bids).to.have.length(1);
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

  describe('signed heads', () => {
    const held = (...events: LiveEvent[]) => auctionAfter(snapshot(3), ...events);

    it('are kept, oldest first, each place of the chain once, through an epoch and a closing', () => {
      const kept = held(head(3), head(3), bid(4), head(4), snapshot(4, 'e2'), head(4, 'b'));
      expect(kept?.heads).to.deep.equal([keptHead(3), keptHead(4), keptHead(4, 'b')]);
    });

    it('of a closing bind from the first time they are told', () => {
      const told = (jws: string) => ({ ...closed(4), data: { ...closedData(4), head: jws } });
      const kept = held(head(3), told('x'), told('y'));
      expect(kept).to.include({ closingHead: 'x', state: 'sold' });
      expect(kept?.heads).to.have.length(1);
    });

    it('are thinned out when there are many, from the first to the newest', () => {
      const many = Array.from({ length: 1000 }, (_, seq) => head(seq));
      const seqs = held(...many)?.heads.map(({ seq }) => seq) ?? [];
      expect(seqs.length).to.be.within(64, 128);
      expect([seqs[0], seqs.at(-1)]).to.deep.equal([0, 999]);
    });
  });

  it('knows from an outbid that another leads, and the bid that made it so comes after it', () => {
    const outbid = {
      type: 'outbid' as const,
      data: {
        auctionId: ID,
        epoch: 'e1',
        seq: 4,
        priceKrw: 1400,
        minimumKrw: 1500,
        closesAtMs: AT_MS,
      },
    };
    const warned = auctionAfter(snapshot(3), outbid);
    expect(warned).to.include({ leaderAlias: null, priceKrw: 1400, minimumKrw: 1500, seq: 3 });
    const held = auctionAfter(snapshot(3), outbid, bid(4));
    expect(held).to.include({ leaderAlias: '입찰자 4', seq: 4 });
    expect(auctionAfter(snapshot(5), outbid)).to.include({ leaderAlias: '입찰자 5', seq: 5 });
    expect(auctionAfter(snapshot(3, 'e2'), outbid)).to.include({ leaderAlias: '입찰자 3' });
  });

  it('counts who watches, through snapshots', () => {
    const viewers = { type: 'viewers' as const, data: { auctionId: ID, viewers: 34 } };
    expect(auctionAfter(snapshot(3))?.viewers).to.equal(null);
    expect(auctionAfter(snapshot(3), viewers, snapshot(4))?.viewers).to.equal(34);
  });

  it('stands as another tab says, and is live only when that one is', () => {
    const says = { type: 'stands', connection: 'stale', sinceMs: 7 } as const;
    expect(after(says)).to.include({ connection: 'stale', notLiveSinceMs: 7 });
    const live = { type: 'stands', connection: 'live', sinceMs: 7 } as const;
    expect(after(says, live)).to.include({ connection: 'live', notLiveSinceMs: null });
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

function bid(seq: number, epoch = 'e1', acceptedAtMs = AT_MS): LiveEvent {
  const { state: _state, serverNowMs: _now, ...data } = snapshotData(seq, epoch);
  return { type: 'bid', data: { ...data, alias: data.leaderAlias, acceptedAtMs } };
}

function extended(closesAtMs: number, reason: 'bid' | 'outage' | 'operator' = 'bid'): LiveEvent {
  return { type: 'extended', data: { auctionId: ID, epoch: 'e1', closesAtMs, reason } };
}

function head(seq: number, hash = 'a'): LiveEvent {
  return { type: 'head', data: { auctionId: ID, atMs: AT_MS, ...keptHead(seq, hash) } };
}

function keptHead(seq: number, hash = 'a') {
  return { seq, hash, jws: `jws of ${seq}` };
}

function closed(seq: number): Extract<LiveEvent, { type: 'closed' }> {
  return { type: 'closed', data: closedData(seq) };
}

function closedData(seq: number) {
  return {
    auctionId: ID,
    epoch: 'e1',
    seq,
    outcome: 'sold' as const,
    priceKrw: 1300,
    leaderAlias: '입찰자 3',
    bidCount: 3,
  };
}
