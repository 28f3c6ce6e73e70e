import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { expect } from 'chai';
import type { ApiRefusalCode } from '../../lib/api-refusal.ts';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import type { BidAttempt } from './place-bid.ts';
import { newAttempt, sendBid } from './place-bid.ts';

const ANSWER = { seq: 1 } as BidAnswer;

describe('place bid', () => {
  it('makes an id of its own for every decision', () => {
    const first = newAttempt('a', 1000);
    expect(first.bidId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(newAttempt('a', 1000).bidId).not.to.equal(first.bidId);
  });

  it('sends the very same bid again while no answer comes', async () => {
    const sent: BidAttempt[] = [];
    const attempt = newAttempt('a', 1000);
    const answer = await sendBid(attempt, refusing(['NETWORK', 'UNAVAILABLE'], sent), noWait);
    expect(answer).to.equal(ANSWER);
    expect(sent).to.deep.equal([attempt, attempt, attempt]);
  });

  it('gives up after five tries', async () => {
    const sent: BidAttempt[] = [];
    const codes: ApiRefusalCode[] = Array.from({ length: 9 }, () => 'NETWORK');
    expect(await codeOf(sendBid(newAttempt('a', 1000), refusing(codes, sent), noWait))).to.equal(
      'NETWORK',
    );
    expect(sent).to.have.length(5);
  });

  it('takes a refusal for an answer and does not repeat the bid', async () => {
    const sent: BidAttempt[] = [];
    const bid = sendBid(newAttempt('a', 1000), refusing(['BID_TOO_LOW'], sent), noWait);
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
