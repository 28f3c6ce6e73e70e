import { placeBid } from '@sagopalgo/core/contracts/bids.ts';
import { getAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { deleteImage } from '@sagopalgo/core/contracts/images.ts';
import { downloadOwnData } from '@sagopalgo/core/contracts/leaving.ts';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import type { RefusalCode } from '@sagopalgo/core/contracts/errors.ts';
import { getMe, logOut } from '@sagopalgo/core/contracts/users.ts';
import { expect } from 'chai';
import { ApiRefusal } from './api-refusal.ts';
import { callApi, downloadApi, readJsonAt, renewSignIn } from './call-api.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { forgetSession, isRemembered, onSessionEnd, rememberSession } from './session-memory.ts';

const ME = {
  ...{ userId: 'u1', nickname: '달빛', role: 'USER' },
  ...{ email: 'a@b.test', emailVerified: false },
  ...{ hasPassword: true, picture: null, nicknameFromMs: null },
};
const REFRESH = 'POST /api/v1/sessions/refresh';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('call api', () => {
  const calls: string[] = [];
  const stood = { fetch: globalThis.fetch, localStorage: stored() };
  let answer: (call: string) => Response;

  beforeEach(() => {
    calls.length = 0;
    Object.defineProperty(globalThis, 'localStorage', { value: fakeStorage(), configurable: true });
    globalThis.fetch = async (url, init) => {
      const call = `${init?.method ?? 'GET'} ${typeof url === 'string' ? url : ''}`;
      calls.push(call);
      await Promise.resolve();
      return answer(call);
    };
  });

  after(() => {
    globalThis.fetch = stood.fetch;
    if (stood.localStorage) Object.defineProperty(globalThis, 'localStorage', stood.localStorage);
  });

  it('fills in the path and answers what was declared', async () => {
    answer = () => Response.json(ME);
    expect(await callApi(getMe)).to.deep.equal(ME);
    expect(calls).to.deep.equal(['GET /api/v1/users/me']);
  });

  it('reads what is declared elsewhere, with the same refusals', async () => {
    answer = () => Response.json({ keys: [] });
    expect(await readJsonAt('/.well-known/jwks.json')).to.deep.equal({ keys: [] });
    expect(calls).to.deep.equal(['GET /.well-known/jwks.json']);
    answer = () => refusal('LOG_NOT_PUBLISHED');
    const refused = await readJsonAt('/api/v1/auctions/a/log').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(ApiRefusal).and.include({ code: 'LOG_NOT_PUBLISHED' });
  });

  it('answers nothing to a 204', async () => {
    answer = () => new Response(null, { status: 204 });
    expect(await callApi(logOut)).to.equal(undefined);
  });

  it('names every call for the logs, and a bid by its bidId, however often it is sent', async () => {
    const named: (string | null)[][] = [];
    const inner = globalThis.fetch;
    globalThis.fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      named.push(['x-request-id', 'traceparent'].map((name) => headers.get(name)));
      return inner(url, init);
    };
    answer = () => Response.json(ME);
    await callApi(getMe);
    await callApi(getMe);
    answer = () => refusal('AUCTION_CLOSED');
    const bidId = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';
    const body = { bidId, kind: 'buy-now' } as const;
    const sent = { params: { auctionId: 'a' }, body };
    for (const _ of ['once', 'again']) await callApi(placeBid, sent).catch(() => undefined);
    const [first, second, ...bids] = named;
    expect(first).to.not.deep.equal(second);
    for (const [requestId, traceparent] of [first ?? [], second ?? []]) {
      expect(requestId).to.match(/^[0-9a-f-]{36}$/);
      const traceId = requestId?.replaceAll('-', '') ?? '';
      expect(traceparent).to.equal(`00-${traceId}-${traceId.slice(16)}-01`);
    }
    const ofTheBid = [bidId, '00-4bf92f3577b34da6a3ce929d0e0e4736-a3ce929d0e0e4736-01'];
    expect(bids).to.deep.equal([ofTheBid, ofTheBid]);
  });

  it('goes on with what is given back when the page is left, and with nothing else', async () => {
    const keptAlive: unknown[] = [];
    const inner = globalThis.fetch;
    globalThis.fetch = (url, init) => {
      keptAlive.push(init?.keepalive);
      return inner(url, init);
    };
    answer = () => new Response(null, { status: 204 });
    await callApi(deleteImage, { params: { imageId: 'i1' } });
    answer = () => Response.json(ME);
    await callApi(getMe);
    expect(keptAlive).to.deep.equal([true, false]);
  });

  it('renews an expired sign-in once for all calls that met it, and repeats them', async () => {
    signedInBefore(MINUTE_MS);
    let expired = true;
    answer = (call) => {
      if (call === REFRESH) expired = false;
      if (call === REFRESH) return Response.json({ user: ME });
      return expired ? refusal('UNAUTHENTICATED') : Response.json(ME);
    };
    const replies = await Promise.all([callApi(getMe), callApi(getMe), callApi(getMe)]);
    expect(replies).to.deep.equal([ME, ME, ME]);
    expect(calls.filter((call) => call === REFRESH)).to.have.length(1);
  });

  it('forgets a sign-in that cannot be renewed, and says so to this tab, too', async () => {
    signedInBefore(MINUTE_MS);
    answer = (call) => refusal(call === REFRESH ? 'SESSION_ENDED' : 'UNAUTHENTICATED');
    const stop = onSessionEnd(() => calls.push('ended'));
    expect((await refused(callApi(getMe))).code).to.equal('UNAUTHENTICATED');
    stop();
    expect(isRemembered()).to.equal(false);
    expect(calls.at(-1)).to.equal('ended');
  });

  it('does not take a renewal that is refused for a while for the end of the sign-in', async () => {
    signedInBefore(MINUTE_MS);
    answer = (call) => refusal(call === REFRESH ? 'UNAVAILABLE' : 'UNAUTHENTICATED');
    expect((await refused(callApi(getMe))).code).to.equal('UNAVAILABLE');
    expect((await refused(renewSignIn(Date.now()))).code).to.equal('UNAVAILABLE');
    expect(isRemembered()).to.equal(true);
  });

  it('calls without a renewal while that is refused, as the sign-in is good for a while yet', async () => {
    signedInBefore(HOUR_MS);
    answer = (call) => (call === REFRESH ? refusal('RATE_LIMITED') : Response.json(ME));
    expect([await callApi(getMe), await callApi(getMe)]).to.deep.equal([ME, ME]);
    expect(calls.filter((call) => call === REFRESH)).to.have.length(1);
    answer = () => Response.json({ user: ME });
    expect(await renewSignIn(Date.now())).to.equal(true);
  });

  it('does not try to renew where nobody signed in', async () => {
    forgetSession();
    answer = () => refusal('UNAUTHENTICATED');
    await refused(callApi(getMe));
    expect(calls).not.to.include(REFRESH);
  });

  it('renews before the hour is over, as a stranger would be answered without a word', async () => {
    signedInBefore(HOUR_MS);
    answer = (call) =>
      call === REFRESH ? Response.json({ user: ME }) : refusal('AUCTION_NOT_FOUND');
    await refused(callApi(getAuction, { params: { auctionId: 'a1' } }));
    expect(calls).to.deep.equal([REFRESH, 'GET /api/v1/auctions/a1']);
  });

  it('carries the code, the sentence and what can be acted on', async () => {
    answer = () => refusal('BID_TOO_LOW', { minimumKrw: 1200 });
    const error = await refused(callApi(getMe));
    expect(error).to.include({ code: 'BID_TOO_LOW', status: 409, requestId: 'r1' });
    expect(error.amountIn('minimumKrw')).to.equal(1200);
  });

  it('says NETWORK when no answer came, or half of one', async () => {
    answer = () => {
      throw new TypeError('Failed to fetch');
    };
    expect((await refused(callApi(getMe))).code).to.equal('NETWORK');
    answer = () => new Response('{"userId"', { status: 200 });
    expect((await refused(callApi(getMe))).code).to.equal('NETWORK');
  });

  it('hands over a download as it came, once all of it has, renewed and refused as any call', async () => {
    signedInBefore(MINUTE_MS);
    let expired = true;
    answer = (call) => {
      if (call === REFRESH) expired = false;
      if (call === REFRESH) return Response.json({ user: ME });
      return expired ? refusal('UNAUTHENTICATED') : new Response('{"bids":[]}');
    };
    expect(await (await downloadApi(downloadOwnData)).text()).to.equal('{"bids":[]}');
    answer = () => refusal('RATE_LIMITED');
    expect((await refused(downloadApi(downloadOwnData))).code).to.equal('RATE_LIMITED');
    answer = () => new Response(brokenOff());
    expect((await refused(downloadApi(downloadOwnData))).code).to.equal('NETWORK');
  });

  it('has words for what a proxy in between answers', async () => {
    answer = () => new Response('<h1>Bad Gateway</h1>', { status: 502 });
    const error = await refused(callApi(getMe));
    expect(error).to.include({ code: 'UNAVAILABLE', message: REFUSALS.UNAVAILABLE.message });
  });
});

function brokenOff(): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"bids":['));
      controller.error(new TypeError('terminated'));
    },
  });
}

function signedInBefore(agoMs: number): void {
  rememberSession(ME.userId);
  localStorage.setItem('sagopalgo.refreshed-at-ms', String(Date.now() - agoMs));
}

function refusal(code: RefusalCode, detail: Record<string, unknown> = {}): Response {
  const { status, message } = REFUSALS[code];
  return Response.json({ status, code, message, detail, requestId: 'r1' }, { status });
}

async function refused(call: Promise<unknown>): Promise<ApiRefusal> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiRefusal) return error;
    throw error;
  }
  throw new Error('the call was not refused');
}

function stored(): PropertyDescriptor | undefined {
  return Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
}
