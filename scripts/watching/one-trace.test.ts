import { readFileSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { listAuction } from '../walk/list-auction.ts';
import { logIn, signUp } from '../walk/people.ts';
import type { Caller } from '../walk/people.ts';
import { walkSystem } from '../walk/walk-system.ts';
import type { WalkSystem } from '../walk/walk-system.ts';
import { watch } from '../walk/watcher.ts';

interface Line {
  message: string;
  requestId?: string | string[];
  traceId?: string | string[];
  [fact: string]: unknown;
}

/** The clock's round of each minute records what the keeper has not come to yet. */
const RECORDERS = ['keeper', 'clock'];

describe('one bid in the logs of all processes', function walk() {
  this.timeout(120_000);
  let system: WalkSystem;
  let bidder: Caller;
  let auctionId: string;

  before(async () => {
    system = await walkSystem();
    bidder = await signUp(system);
    const options = '--closes-in 60s --start 1000 --seller seller4@demo.test';
    ({ auctionId } = await listAuction(system, options));
  });

  const linesOf = (part: string): Line[] =>
    readFileSync(system.marketplace.parts[part]?.logFile ?? '', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line);
  const lineAbout = (parts: readonly string[], message: string, traceId: string) =>
    eventually(async () =>
      parts
        .flatMap(linesOf)
        .find((line) => line.message === message && [line.traceId].flat().includes(traceId)),
    );

  async function place(
    caller: Caller,
    amountKrw: number,
    headers: Record<string, string> = {},
  ): Promise<{ bidId: string; answer: Response }> {
    const bidId = randomUUID();
    const url = `${system.marketplace.url}/api/v1/auctions/${auctionId}/bids`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', authorization: `Bearer ${caller.token}` },
        ...headers,
      },
      body: JSON.stringify({ bidId, kind: 'exact', amountKrw }),
    });
    return { bidId, answer };
  }

  it('is found by the trace and the id that its browser gave it, and by no watcher', async () => {
    const watcher = await watch(system.marketplace.sseUrls[0] ?? '', auctionId);
    await watcher.until(({ event }) => event === 'snapshot');
    const traceId = randomBytes(16).toString('hex');
    const requestId = `walk-${randomBytes(6).toString('hex')}`;
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    const named = { 'x-request-id': requestId, traceparent };
    const { answer } = await place(bidder, 1_000, named);
    expect([answer.status, answer.headers.get('x-request-id')]).to.deep.equal([201, requestId]);
    const accepted = await lineAbout(['api'], 'bid.accepted', traceId);
    expect(accepted).to.include({ requestId, auctionId, seq: 1, room: 'api' });
    const heard = await lineAbout(['sse-server'], 'bid.heard', traceId);
    expect(heard).to.include({ requestId, auctionId, seq: 1, watchers: 1, room: 'sse-server' });
    const recorded = await lineAbout(RECORDERS, 'bids.recorded', traceId);
    expect(recorded).to.deep.include({ requestId: [requestId], entries: 1, toSeq: 1 });
    await watcher.until(({ event }) => event === 'bid');
    expect(JSON.stringify(watcher.seen)).to.not.include(traceId).and.not.include(requestId);
    await watcher.leave();
  });

  it('is found by its bidId where nobody has named it, and so is its refusal', async () => {
    const other = await logIn(system.marketplace.url, {
      ...{ email: 'buyer6@demo.test', password: 'demo-password' },
    });
    const { bidId, answer } = await place(other, 1_500);
    expect([answer.status, answer.headers.get('x-request-id')]).to.deep.equal([201, bidId]);
    const traceId = bidId.replaceAll('-', '');
    expect(await lineAbout(['api'], 'bid.accepted', traceId)).to.include({ requestId: bidId });
    const recorded = await lineAbout(RECORDERS, 'bids.recorded', traceId);
    expect([recorded.requestId].flat()).to.include(bidId);
    const refused = await place(bidder, 1_100);
    expect(refused.answer.status).to.equal(409);
    const line = await lineAbout(['api'], 'request.refused', refused.bidId.replaceAll('-', ''));
    expect(line).to.include({ requestId: refused.bidId, code: 'BID_TOO_LOW' });
  });

  it('has ids in every line of the rooms that is written for somebody or by the clock', async () => {
    // A sweep is under way or over within a minute of the start; the opening comes with the first tick.
    await eventually(async () => linesOf('clock').some(({ message }) => /\.done$/.test(message)));
    const done = linesOf('clock').filter(({ message }) => /\.done$/.test(message));
    const asked = ['bid.accepted', 'bid.heard', 'bids.recorded', 'request.refused'];
    const lines = ['api', 'sse-server', 'sse-server-2', ...RECORDERS].flatMap(linesOf);
    const told = [...done, ...lines.filter(({ message }) => asked.includes(message))];
    expect(told.length).to.be.greaterThan(5);
    for (const line of told) {
      expect([line.requestId].flat()[0], line.message).to.be.a('string');
      expect([line.traceId].flat()[0], line.message).to.match(/^[0-9a-f]{32}$/);
    }
  });
});
