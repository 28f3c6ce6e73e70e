import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { signEventTicket } from '@sagopalgo/core/runtime/event-ticket.ts';
import { signAccessToken, tokenKey } from '@sagopalgo/core/runtime/token.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { cookieOf, markEndedLoaded, openOwn, somePerson } from './testing/own-streams.ts';
import { ask, openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import { openSomeAuction } from './testing/test-auctions.ts';
import { ACCESS, openJudge, openTestWindow } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

const HOUR_MS = 3_600_000;
const OWN_ORIGIN = ACCESS.publicOrigins[0] as string;
const EVIL_ORIGIN = 'https://evil.example';
/** Its head says that a JSON follows, and none does. */
const NO_JSON = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.bm90IGpzb24.x';

describe('whose stream it is', () => {
  let judge: AuctionRedis;
  let window: TestWindow;
  let auctionId: string;
  const clients: SseClient[] = [];

  before(async () => {
    judge = await openJudge();
    await markEndedLoaded(judge);
    window = await openTestWindow({ connectionsPerOwner: 2 });
    auctionId = await openSomeAuction(judge);
  });

  after(async () => {
    for (const client of clients) client.cut();
    await window.close();
    judge.disconnect();
  });

  async function open(given: Record<string, string>): Promise<SseClient> {
    const client = await openOwn(window.port, auctionId, given);
    clients.push(client);
    return client;
  }

  const owns = ({ events }: SseClient) =>
    events.filter(({ event }) => event === 'own').map(({ data }) => data['untilMs']);

  /** What a stream says of itself by the time that it has said what it is for. */
  async function toldOf(client: SseClient): Promise<unknown[]> {
    await eventually(async () => client.named('snapshot').length > 0 && owns(client).length > 0);
    return owns(client);
  }

  /** The same for one that says nothing; what is asked of Redis has been answered long before. */
  async function toldNothing(client: SseClient): Promise<void> {
    await eventually(async () => client.named('snapshot').length > 0);
    const signedIn = await open({ cookie: somePerson().cookie });
    await toldOf(signedIn);
    expect(owns(client)).to.deep.equal([]);
  }

  async function refusalOf(response: IncomingMessage) {
    return problemSchema.parse(JSON.parse(await text(response)));
  }

  const untilOf = (token: string) => Number((jwt.decode(token) as jwt.JwtPayload).exp) * 1000;

  it('is told by the cookie of our own page, until its token ends', async () => {
    const { cookie, token } = somePerson();
    for (const from of [{}, { origin: OWN_ORIGIN }, { 'sec-fetch-site': 'same-origin' }]) {
      const client = await open({ cookie: `other=1; ${cookie}; x=y`, ...from });
      expect(await toldOf(client)).to.deep.equal([untilOf(token)]);
      client.cut();
      await eventually(async () => client.isOver);
    }
  });

  it("counts for nothing on another site's page, which cannot read the stream either", async () => {
    const { cookie } = somePerson();
    for (const from of [
      { origin: EVIL_ORIGIN },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const client = await open({ cookie, ...from });
      expect(client.response.headers).to.not.have.property('access-control-allow-origin');
      await toldNothing(client);
    }
  });

  it('may be read by pages of our origins, with their cookie, and the answer says on what it hangs', async () => {
    const allowed = await open({ origin: OWN_ORIGIN });
    expect(allowed.response.headers).to.include({
      'access-control-allow-origin': OWN_ORIGIN,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    const refused = await ask(window.port, '/events', { origin: OWN_ORIGIN });
    expect(refused.statusCode).to.equal(400);
    expect(refused.headers['access-control-allow-origin']).to.equal(OWN_ORIGIN);
    refused.resume();
    const nobody = await openStream(window.port, auctionId);
    clients.push(nobody);
    expect(nobody.response.headers.vary).to.equal('Origin');
    expect(nobody.response.headers).to.not.have.property('access-control-allow-origin');
  });

  it('is nobody’s with a cookie that is good no more, and says so', async () => {
    const person = somePerson();
    const { ticket } = signEventTicket(
      ACCESS.accessKey,
      { ...person, untilMs: Date.now() + HOUR_MS },
      Date.now(),
    );
    const claims = { ...person, nickname: 'n', role: 'USER' as const };
    const body = { sub: person.userId, nickname: 'n', role: 'USER', fid: '', iss: 'sagopalgo' };
    const far = { ...body, exp: Math.floor(Date.now() / 1000) + 3_600 };
    const bad = [
      somePerson({ expiresAtMs: Date.now() - 1_000 }).token,
      signAccessToken(
        tokenKey('another secret of enough characters'),
        claims,
        Date.now() + HOUR_MS,
      ),
      `${person.token.slice(0, -3)}abc`,
      jwt.sign(far, '', { algorithm: 'none' }),
      jwt.sign({ ...far, aud: 'events' }, ACCESS.accessKey),
      ticket,
      'no token at all',
      NO_JSON,
    ];
    for (const token of bad) {
      const client = await open({ cookie: cookieOf(token) });
      expect(await toldOf(client), token).to.deep.equal([null]);
    }
    await toldNothing(
      await open({ cookie: `access=${person.token}; access_3001=${person.token}` }),
    );
  });

  it('is told by a ticket or a Bearer token, which go before the cookie', async () => {
    const [other, person] = [somePerson(), somePerson()];
    const untilMs = Date.now() + 60_000;
    const { ticket } = signEventTicket(ACCESS.accessKey, { ...person, untilMs }, Date.now());
    const byTicket = await open({ ticket, cookie: other.cookie, origin: EVIL_ORIGIN });
    expect(await toldOf(byTicket)).to.deep.equal([untilMs]);
    const again = await open({ ticket });
    expect(await toldOf(again)).to.deep.equal([untilMs]);
    const asApiClient = somePerson({ familyId: '' });
    const behind = await open({ authorization: 'Basic eDp5', cookie: other.cookie });
    expect(await toldOf(behind)).to.deep.equal([untilOf(other.token)]);
    const byToken = await open({ authorization: `Bearer ${asApiClient.token}` });
    expect(await toldOf(byToken)).to.deep.equal([untilOf(asApiClient.token)]);
  });

  it('is refused with a ticket or a Bearer token that is bad, as those are meant', async () => {
    const person = somePerson();
    const { accessKey } = ACCESS;
    const claim = { ...person, untilMs: Date.now() + HOUR_MS };
    const used = signEventTicket(accessKey, claim, Date.now() - 31_000).ticket;
    const exp = Math.floor(Date.now() / 1000) + 30;
    const body = { sub: person.userId, fid: '', until: claim.untilMs, iss: 'sagopalgo', exp };
    const tickets = [
      used,
      person.token,
      jwt.sign({ ...body, aud: 'events' }, '', { algorithm: 'none' }),
      jwt.sign({ ...body, aud: 'payments' }, accessKey),
      jwt.sign({ ...body, aud: 'events' }, tokenKey('another secret of enough characters')),
      NO_JSON,
      '',
    ];
    const good = signEventTicket(accessKey, claim, Date.now()).ticket;
    const queries = [
      ...tickets.map((ticket) => `ticket=${ticket}`),
      `ticket=${good}&ticket=${good}`,
    ];
    for (const query of queries) {
      const path = `/events?auctions=${auctionId}&${query}`;
      const response = await ask(window.port, path, { cookie: person.cookie });
      expect(await refusalOf(response), query).to.include({ status: 401, code: 'UNAUTHENTICATED' });
    }
    const bearers = [`Bearer ${good}`, 'Bearer x.y.z', `Bearer ${NO_JSON}`, 'Bearer a,b', 'bearer'];
    for (const authorization of bearers) {
      const headers = { authorization, cookie: person.cookie };
      const response = await ask(window.port, `/events?auctions=${auctionId}`, headers);
      expect(await refusalOf(response), authorization).to.include({
        status: 401,
        code: 'UNAUTHENTICATED',
      });
    }
    expect(JSON.stringify(window.log.events)).to.not.include(good).and.not.include(used);
  });

  it('may show no auction when it is a person’s, and is refused so when it is nobody’s', async () => {
    const person = somePerson();
    const claim = { ...person, untilMs: Date.now() + HOUR_MS };
    const { ticket } = signEventTicket(ACCESS.accessKey, claim, Date.now());
    const { cookie, token } = person;
    for (const by of [{ cookie }, { ticket }, { authorization: `Bearer ${token}` }]) {
      const client = await openOwn(window.port, '', by);
      await eventually(async () => owns(client).length > 0);
      expect(owns(client)).to.not.include(null);
      client.cut();
      await eventually(async () => window.hub.connections.size <= clients.length);
    }
    const path = '/events?auctions=';
    for (const by of [{}, { cookie: cookieOf('bad') }, { cookie, origin: EVIL_ORIGIN }]) {
      const problem = await refusalOf(await ask(window.port, path, by));
      expect(problem).to.include({ status: 400, code: 'INVALID_REQUEST' });
    }
    const unlisted = await refusalOf(await ask(window.port, '/events', { cookie }));
    expect(unlisted).to.include({ status: 400, code: 'INVALID_REQUEST' });
  });

  it('is refused when a person has too many, and counts each of them once', async () => {
    const person = somePerson();
    const path = `/events?auctions=${auctionId}`;
    const first = [await open({ cookie: person.cookie }), await open({ cookie: person.cookie })];
    for (const client of first) await toldOf(client);
    const response = await ask(window.port, path, { cookie: person.cookie });
    expect(Number(response.headers['retry-after'])).to.be.within(5, 14);
    expect(await refusalOf(response)).to.include({ status: 429, code: 'RATE_LIMITED' });
    await toldOf(await open({ cookie: somePerson().cookie }));
    for (const client of first) client.cut();
    // Were one of them forgotten twice, a third could come; were one not forgotten, not even a second.
    for (let count = 0; count < 2; count += 1) {
      await eventually(() => open({ cookie: person.cookie }).catch(() => null));
    }
    expect((await ask(window.port, path, { cookie: person.cookie })).statusCode).to.equal(429);
  });

  it('survives headers without measure', async () => {
    const cookie = `${'x'.repeat(12_000)}=1; ${somePerson().cookie}`;
    expect(await toldOf(await open({ cookie }))).to.have.length(1);
    const response = await ask(window.port, `/events?auctions=${auctionId}`, {
      cookie: `access_3000=${'x'.repeat(64_000)}`,
    });
    expect(response.statusCode).to.equal(431);
    response.destroy();
    await toldOf(await open({ cookie: somePerson().cookie }));
  });
});
