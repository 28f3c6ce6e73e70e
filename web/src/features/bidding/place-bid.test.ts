import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { expect } from 'chai';
import type { ApiRefusalCode } from '../../lib/api-refusal.ts';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import type { BidAttempt } from './place-bid.ts';
import { bodyOf, newAttempt, sendBid } from './place-bid.ts';

const ANSWER = { seq: 1 } as BidAnswer;
const WISH = { kind: 'exact', amountKrw: 1000 } as const;

describe('place bid', () => {
  it('makes an id of its own for every decision', () => {
    const first = newAttempt('a', WISH);
    expect(first.bidId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(newAttempt('a', WISH).bidId).not.to.equal(first.bidId);
  });

  it('sends the very same bid again while no answer comes', async () => {
    const sent: BidAttempt[] = [];
    const attempt = newAttempt('a', WISH);
    const answer = await sendBid(attempt, refusing(['NETWORK', 'UNAVAILABLE'], sent), noWait);
    expect(answer).to.equal(ANSWER);
    expect(sent).to.deep.equal([attempt, attempt, attempt]);
  });

  it('keeps one id for a secret maximum and a purchase, too, however often it is sent', async () => {
    for (const kind of ['auto', 'buy-now'] as const) {
      const sent: BidAttempt[] = [];
      const attempt = newAttempt('a', { kind, amountKrw: 5000 });
      await sendBid(attempt, refusing(['NETWORK'], sent), noWait);
      expect(sent.map((tried) => bodyOf(tried).bidId)).to.deep.equal([
        attempt.bidId,
        attempt.bidId,
      ]);
    }
  });

  it('sends of each kind only what is its own', () => {
    const bidId = 'b';
    const attempt = { auctionId: 'a', bidId, amountKrw: 5000, confirmed: false };
    expect(bodyOf({ ...attempt, kind: 'exact' })).to.deep.equal({
      ...{ bidId, kind: 'exact', amountKrw: 5000 },
    });
    expect(bodyOf({ ...attempt, kind: 'exact', confirmed: true })).to.include({ confirmed: true });
    expect(bodyOf({ ...attempt, kind: 'auto' })).to.deep.equal({
      ...{ bidId, kind: 'auto', maxKrw: 5000 },
    });
    expect(bodyOf({ ...attempt, kind: 'buy-now' })).to.deep.equal({ bidId, kind: 'buy-now' });
  });

  it('gives up after five tries', async () => {
    const sent: BidAttempt[] = [];
    const codes: ApiRefusalCode[] = Array.from({ length: 9 }, () => 'NETWORK');
    expect(await codeOf(sendBid(newAttempt('a', WISH), refusing(codes, sent), noWait))).to.equal(
      'NETWORK',
    );
    expect(sent).to.have.length(5);
  });

  it('takes a refusal for an answer and does not repeat the bid', async () => {
    const sent: BidAttempt[] = [];
    const bid = sendBid(newAttempt('a', WISH), refusing(['BID_TOO_LOW'], sent), noWait);
    expect(await codeOf(bid)).to.equal('BID_TOO_LOW');
    expect(sent).to.have.length(1);
  });
});

function refusing(codes: readonly ApiRefusalCode[], sent: BidAttempt[]) {
  return (attempt: BidAttempt): Promise<BidAnswer> => {
    const code = codes[sent.length];
    sent.push(attempt);
    if (!code) return Promise.resolve(ANSWER);
    return Promise.reject(new ApiRefusal({ code, message: code }));
  };
}

async function codeOf(bid: Promise<unknown>): Promise<string> {
  try {
    await bid;
  } catch (error) {
    if (error instanceof ApiRefusal) return error.code;
  }
  throw new Error('the bid was not refused');
}

async function noWait(): Promise<void> {}
