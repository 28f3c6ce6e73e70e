import { expect } from 'chai';
import type { BidEvent } from '@sagopalgo/core/contracts/events.ts';
import { Bids, framesOf, Latest, Unsent, Whole } from './unsent.ts';

describe('what waits to be sent', () => {
  function bid(auctionId: string, seq: number): Bids {
    const place = { auctionId, epoch: 'e1', seq, priceKrw: seq * 100, minimumKrw: null };
    const people = { bidCount: seq, alias: 'a', leaderAlias: 'a', reserve: 'none' as const };
    const last: BidEvent = { ...place, ...people, acceptedAtMs: 1, closesAtMs: 2 };
    return new Bids(last, 1);
  }

  const whole = (word: string, endsBidsOf: string | null = null) =>
    new Whole(Buffer.from(word), endsBidsOf);

  function told(unsent: Unsent): string[] {
    return unsent.take().map(({ piece }) => {
      if (piece.kind !== 'bids') return piece.frame.toString();
      return `${piece.auctionId}${piece.last.seq}x${piece.count}`;
    });
  }

  it('shows of bids in a row the last, under its own id, and how many it stands for', () => {
    const bids = bid('a', 4).with(bid('a', 5)).with(bid('a', 6));
    const [id, event, data] = bids.frame.toString().split('\n');
    expect([id, event]).to.deep.equal(['id: a:e1:6', 'event: bid']);
    const shown = JSON.parse(data?.slice('data: '.length) ?? '');
    expect(shown).to.include({ seq: 6, priceKrw: 600, merged: 3 });
    expect(bid('a', 4).frame.toString()).to.not.include('merged');
  });

  it('runs bids of an auction together, and keeps before them what they caused', () => {
    const unsent = new Unsent();
    unsent.add(bid('a', 1));
    unsent.add(bid('b', 1));
    unsent.add(whole('extended'));
    unsent.add(bid('a', 2));
    expect(told(unsent)).to.deep.equal(['b1x1', 'extended', 'a2x2']);
    expect([unsent.isEmpty, unsent.bytes]).to.deep.equal([true, 0]);
  });

  it('never runs bids together over what ends them', () => {
    const unsent = new Unsent();
    for (const piece of [bid('a', 1), bid('a', 2), bid('b', 7)]) unsent.add(piece);
    unsent.add(whole('gap', 'a'));
    for (const piece of [bid('a', 3), bid('b', 8)]) unsent.add(piece);
    unsent.add(whole('closed', 'a'));
    expect(told(unsent)).to.deep.equal(['a2x2', 'gap', 'b8x2', 'a3x1', 'closed']);
  });

  it('keeps the latest of what is of no use later, and everything whole as often as it came', () => {
    const unsent = new Unsent();
    const again = whole('whole');
    for (const count of ['1', '2']) unsent.add(new Latest('viewers', 'a', Buffer.from(count)));
    unsent.add(new Latest('head', 'a', Buffer.from('head')));
    for (const piece of [again, again]) unsent.add(piece);
    expect(unsent.bytes).to.equal('2headwholewhole'.length);
    expect(told(unsent)).to.deep.equal(['2', 'head', 'whole', 'whole']);
  });

  it('gives to one who knows some of the bids only the others', () => {
    const bids = bid('a', 4).with(bid('a', 5)).with(bid('a', 6));
    expect(bids.after(3)).to.equal(bids);
    expect(bids.after(4)).to.include({ count: 2, last: bids.last });
    expect(bids.after(6)).to.equal(null);
  });

  it('is sent as the same bytes to all when it is one piece', () => {
    const only = whole('only');
    expect(framesOf([only])).to.equal(only.frame);
    expect(framesOf([only, bid('a', 1)]).toString()).to.match(/^onlyid: a:e1:1\n/);
  });
});
