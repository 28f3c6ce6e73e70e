import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { traceOf } from '@sagopalgo/core/redis/log-entries.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { unpackContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

describe('the door for rushes', () => {
  let api: ApiUnderTest;
  let auction: Awaited<ReturnType<typeof addAuction>>;
  let path: string;
  let token: string;
  let others: string;
  before(async () => {
    api = await startApi();
    auction = await addAuction(api.deps.db);
    await openAuction(api.deps.redis, auction);
    path = `/auctions/${auction.auctionId}/bids`;
    ({ token } = await addPersonWithToken(api.deps));
    ({ token: others } = await addPersonWithToken(api.deps));
  });
  after(() => api.end());

  const bid = (amountKrw: number) => ({ bidId: randomUUID(), kind: 'exact', amountKrw });

  it('answers with the same headers as every other way, and refuses the same', async () => {
    const elsewhere = await api.call('GET', '/auctions/today');
    const here = await api.call('POST', path, { body: bid(1000), token });
    expect(here.status).to.equal(201);
    const own = ['date', 'x-request-id', 'content-length'];
    const headersOf = (headers: Headers) => [...headers].filter(([name]) => !own.includes(name));
    expect(headersOf(here.headers)).to.deep.equal(headersOf(elsewhere.headers));
    const refused = await api.call('POST', path, { body: bid(1), token: others });
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'BID_TOO_LOW']);
    expect(refused.headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(refused.body.requestId).to.equal(refused.headers.get('x-request-id'));
  });

  it('says as much where it refuses before it has read anything, each time by an id of its own', async () => {
    const elsewhere = await api.call('GET', '/nothing');
    const ids = new Set<string>();
    for (let time = 0; time < 2; time += 1) {
      const { status, body, headers } = await api.call('POST', path, { body: bid(1) });
      expect([status, body.code]).to.deep.equal([401, 'UNAUTHENTICATED']);
      for (const name of elsewhere.headers.keys()) expect(headers.has(name), name).to.equal(true);
      expect(body.requestId).to.equal(headers.get('x-request-id'));
      expect(body.requestId).to.match(/^[0-9a-f-]{36}$/);
      ids.add(body.requestId);
    }
    expect(ids.size).to.equal(2);
  });

  it('goes by the id that the request brought', async () => {
    const headers = { 'x-request-id': 'of-a-bid' };
    const { headers: told } = await api.call('POST', path, {
      body: bid(1),
      token: others,
      headers,
    });
    expect(told.get('x-request-id')).to.equal('of-a-bid');
  });

  it('knows a bid that goes the long way by the same id, and its trace by what it brought', async () => {
    const asked = { ...bid(5_000), confirmed: true };
    const { status, headers } = await api.call('POST', `${path}/`, { body: asked, token: others });
    expect([status, headers.get('x-request-id')]).to.deep.equal([201, asked.bidId]);
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    const traced = { ...bid(6_000), confirmed: true };
    const sent = { body: traced, token, headers: { traceparent } };
    expect((await api.call('POST', `${path}/`, sent)).status).to.equal(201);
    const { auctionId } = auction;
    const entries = await readLog(api.deps.redis, auctionId, { seq: 0, raise: 0 }, 10);
    const entry = entries.find((one) => one.type === 'bid' && one.bidId === traced.bidId);
    if (entry?.type !== 'bid') throw new Error('no bid');
    expect(unpackContext(traceOf(entry))?.traceId).to.equal(traceId);
  });

  it('leaves to the router whatever is not plainly a bid', async () => {
    const asked = [
      ['POST', `${path}/`, 201],
      ['POST', path.replace('/bids', '/%62ids'), 404],
      ['GET', path, 200],
      ['PUT', path, 404],
      ['POST', `${path}?x=1`, 400],
      ['POST', `/auctions/${'a'.repeat(41)}/bids`, 400],
      ['POST', '/auctions/%zz/bids', 400],
      ['POST', '/auctions//bids', 404],
      ['POST', '/auctions/a%2Fb/bids', 400],
    ] as const;
    let amountKrw = 10_000;
    for (const [method, where, status] of asked) {
      amountKrw += 1000;
      const body = method === 'GET' ? undefined : bid(amountKrw);
      const bidder = amountKrw % 2000 === 0 ? token : others;
      const sent = { token: bidder, ...(body && { body: { ...body, confirmed: true } }) };
      expect((await api.call(method, where, sent)).status, `${method} ${where}`).to.equal(status);
    }
  });
});
