import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { traceOf } from '@sagopalgo/core/redis/log-entries.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { unpackContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('what a bid is known by', () => {
  let api: ApiUnderTest;
  let auctionId: string;
  before(async () => {
    api = await startApi();
    const auction = await addAuction(api.deps.db);
    await openAuction(api.deps.redis, auction);
    ({ auctionId } = auction);
  });
  after(() => api.end());

  let amountKrw = 1_000;
  /** Bids, and says by what the answer, and the log in Redis, know the bid. */
  async function known(headers: Record<string, string>) {
    const { token } = await addPersonWithToken(api.deps);
    const bidId = randomUUID();
    amountKrw += 1_000;
    const body = { bidId, kind: 'exact', amountKrw, confirmed: true };
    const answer = await api.call('POST', `/auctions/${auctionId}/bids`, { body, token, headers });
    expect(answer.status).to.equal(201);
    const from = { seq: answer.body.seq - 1, raise: 0 };
    const [entry] = await readLog(api.deps.redis, auctionId, from, 1);
    if (entry?.type !== 'bid') throw new Error('no bid');
    const { requestId, traceId } = unpackContext(traceOf(entry)) ?? {};
    return { bidId, answered: answer.headers.get('x-request-id'), requestId, traceId, entry };
  }

  it('is its bidId where nobody has named it, so that nothing more is kept', async () => {
    const { bidId, answered, requestId, traceId, entry } = await known({});
    expect([answered, requestId]).to.deep.equal([bidId, bidId]);
    expect(traceId).to.equal(bidId.replaceAll('-', ''));
    expect(entry).to.not.have.property('trace');
  });

  it('is the id and the trace that the request brings', async () => {
    const headers = { 'x-request-id': 'mine', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    const { answered, requestId, traceId } = await known(headers);
    expect({ answered, requestId, traceId }).to.deep.equal({
      ...{ answered: 'mine', requestId: 'mine', traceId: TRACE },
    });
  });

  it('is the trace that it brings and an id of ours, or an id and a trace of ours', async () => {
    const traced = await known({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
    expect(traced.traceId).to.equal(TRACE);
    expect(traced.requestId)
      .to.equal(traced.answered)
      .and.match(/^[0-9a-f-]{36}$/);
    const named = await known({ 'x-request-id': 'mine-again', traceparent: 'none' });
    expect(named.requestId).to.equal('mine-again');
    expect(named.traceId).to.match(/^[0-9a-f]{32}$/);
  });
});
