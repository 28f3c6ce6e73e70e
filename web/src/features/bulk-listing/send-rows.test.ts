import type { Auction, NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import type { RowResult, SoundRow } from './send-rows.ts';
import { sendRows } from './send-rows.ts';

const row = (listingId: string): SoundRow => ({
  listingId,
  listing: { title: listingId } as NewAuction,
});
const refusal = (code: ApiRefusal['code'], detail = {}) =>
  new ApiRefusal({ code, message: code, detail });

describe('sending rows', () => {
  let sent: NewAuction[];
  let faults: Map<string, Error[]>;
  let results: Map<string, RowResult | null>;
  let did: string[];
  let waitedMs: number[];
  let stopped: AbortController;
  let left: AbortController;
  let unsound: string[];
  beforeEach(() => {
    [sent, did, waitedMs] = [[], [], []];
    [faults, results, unsound] = [new Map(), new Map(), []];
    [stopped, left] = [new AbortController(), new AbortController()];
  });

  const send = (...ids: string[]): Promise<string | null> =>
    sendRows(
      ids.map(row),
      {
        create: (listing) => {
          sent.push(listing);
          const fault = faults.get(String(listing.listingId))?.shift();
          if (fault) return Promise.reject(fault);
          return Promise.resolve({ auctionId: `auction-${listing.listingId}` } as Auction);
        },
        pictures: {
          of: async (listingId, signal) => {
            await Promise.resolve();
            signal.throwIfAborted();
            return [`picture-of-${listingId}`];
          },
          used: (listingId) => void did.push(`used ${listingId}`),
          hold: (listingId) => void did.push(`hold ${listingId}`),
        },
        wait: (delayMs) => {
          waitedMs.push(delayMs);
          return Promise.resolve();
        },
        isSound: (listingId) => !unsound.includes(listingId),
        onRow: (listingId, result) => void results.set(listingId, result),
      },
      { stopped: stopped.signal, left: left.signal },
    );

  it('lists one after the other, each with its id and pictures', async () => {
    expect(await send('a', 'b')).to.equal(null);
    expect(sent).to.deep.equal([
      { title: 'a', listingId: 'a', imageIds: ['picture-of-a'] },
      { title: 'b', listingId: 'b', imageIds: ['picture-of-b'] },
    ]);
    expect(results.get('b')).to.deep.equal({ state: 'listed', auctionId: 'auction-b' });
    expect(did).to.deep.equal(['used a', 'used b']);
  });

  it('sends the very same row again when no answer comes', async () => {
    faults.set('a', [refusal('NETWORK'), refusal('UNAVAILABLE')]);
    await send('a');
    expect(sent.map(({ listingId }) => listingId)).to.deep.equal(['a', 'a', 'a']);
    expect(results.get('a')).to.include({ state: 'listed' });
  });

  it('goes on behind a refused row, and says which columns were at fault', async () => {
    const fields = [{ path: 'steps.0.1', message: '안 돼요.' }];
    faults.set('a', [refusal('INVALID_REQUEST', { fields })]);
    expect(await send('a', 'b')).to.equal(null);
    expect(results.get('a')).to.deep.include({
      ...{ state: 'refused', faults: [{ column: 'unit', message: '안 돼요.' }] },
    });
    expect(results.get('b')).to.include({ state: 'listed' });
    expect(did).to.deep.equal(['hold a', 'used b']);
  });

  it('stops with a reason when nothing gets through, and leaves the row as it was', async () => {
    faults.set(
      'a',
      Array.from({ length: 9 }, () => refusal('NETWORK')),
    );
    expect(await send('a', 'b')).to.equal('NETWORK');
    expect(sent).to.have.length(5);
    expect(results.get('a')).to.equal(null);
    expect(results.has('b')).to.equal(false);
  });

  it('waits for its turn, unless that is far off', async () => {
    faults.set('a', [refusal('RATE_LIMITED', { retryAfterMs: 2000 })]);
    await send('a');
    expect(waitedMs).to.deep.equal([2000]);
    faults.set('b', [refusal('RATE_LIMITED', { retryAfterMs: 3_600_000 })]);
    expect(await send('b', 'c')).to.equal('RATE_LIMITED');
    expect(results.has('c')).to.equal(false);
  });

  it('ends behind the row at hand when it is told to, its pictures waited for', async () => {
    const going = send('a', 'b');
    stopped.abort();
    expect(await going).to.equal(null);
    expect(results.get('a')).to.include({ state: 'listed' });
    expect(results.has('b')).to.equal(false);
  });

  it('ends at once when the page is left, and leaves the row as it was', async () => {
    faults.set('a', [refusal('NETWORK')]);
    const going = send('a', 'b');
    left.abort();
    expect(await going).to.equal(null);
    expect(results.get('a')).to.equal(null);
    expect(results.has('b')).to.equal(false);
  });

  it('passes over a row whose day has begun while the others were sent', async () => {
    unsound.push('b');
    expect(await send('a', 'b', 'c')).to.equal(null);
    expect(sent.map(({ listingId }) => listingId)).to.deep.equal(['a', 'c']);
    expect(results.has('b')).to.equal(false);
  });

  it('takes a row that was listed with other pictures for listed before', async () => {
    faults.set('a', [refusal('ALREADY_LISTED', { auctionId: 'auction-1' })]);
    expect(await send('a', 'b')).to.equal(null);
    expect(results.get('a')).to.deep.equal({ state: 'before', auctionId: 'auction-1' });
    expect(did).to.deep.equal(['hold a', 'used b']);
  });
});
