import { connect } from 'node:net';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import { getMe } from '@sagopalgo/core/contracts/users.ts';
import { addPersonWithToken, PAGE_ORIGIN, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest, Sent } from '../testing/api-under-test.ts';
import { Pacer } from './pacer.ts';
import { protectiveHeaders } from './protective-headers.ts';

const LOGIN = '/sessions';

describe('the door', () => {
  let api: ApiUnderTest;
  let token: string;
  before(async () => {
    api = await startApi();
    ({ token } = await addPersonWithToken(api.deps));
  });
  after(() => api.end());

  async function refusal(method: string, path: string, sent?: Sent) {
    const answer = await api.call(method, path, sent);
    expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
    const problem = problemSchema.parse(answer.body);
    expect(problem.status).to.equal(answer.status);
    expect(problem.requestId).to.equal(answer.headers.get('x-request-id'));
    return { ...problem, fields: answer.body.detail.fields };
  }

  it('knows no other paths and methods than those declared', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['GET', '/users'],
      ['PUT', '/users/me'],
      ['DELETE', '/users/me'],
      ['GET', '/auctions/a/bids/b'],
    ] as const) {
      expect((await refusal(method, path)).code).to.equal('NOT_FOUND');
    }
    expect((await fetch(`${api.url}/elsewhere`)).status).to.equal(404);
  });

  it('takes a fair request id and makes one in place of any other', async () => {
    const brought = randomUUID();
    const headers = { 'x-request-id': brought };
    expect((await refusal('GET', '/nothing', { headers })).requestId).to.equal(brought);
    for (const unfair of ['a b', 'x'.repeat(65), '', '<b>']) {
      const made = await refusal('GET', '/nothing', { headers: { 'x-request-id': unfair } });
      expect(made.requestId).to.match(/^[0-9a-f-]{36}$/);
    }
  });

  it('refuses a body above 64 KiB', async () => {
    const text = JSON.stringify({ email: 'a@b.co', password: 'x'.repeat(64 * 1024) });
    for (const path of [LOGIN, '/sessions/refresh']) {
      expect((await refusal('POST', path, { text })).code).to.equal('PAYLOAD_TOO_LARGE');
    }
  });

  it('refuses whatever is not a JSON object, saying so', async () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const deepObject = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    for (const text of ['{', 'null', '7', '"text"', '[]', '', deep, deepObject, '{"a":1}x']) {
      const { code, fields } = await refusal('POST', LOGIN, { text });
      expect(code, text.slice(0, 20)).to.equal('INVALID_REQUEST');
      expect(fields.length).to.be.within(1, 3);
    }
  });

  it('refuses a body that is not called JSON, or packed', async () => {
    const text = JSON.stringify({ email: 'a@b.co', password: 'x' });
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      { 'content-type': 'application/json; charset=latin1' },
      { 'content-type': 'application/jsonp' },
    ]) {
      expect((await refusal('POST', LOGIN, { text, headers })).code).to.equal('INVALID_REQUEST');
    }
  });

  it('takes JSON that is called so at some length', async () => {
    const text = JSON.stringify({ email: 'nobody@test.example', password: 'x' });
    for (const type of ['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"']) {
      const { code } = await refusal('POST', LOGIN, { text, headers: { 'content-type': type } });
      expect(code, type).to.equal('WRONG_CREDENTIALS');
    }
  });

  it('refuses fields that nobody declared, those of prototypes among them', async () => {
    for (const name of ['role', 'constructor', '__proto__', 'toString']) {
      const text = `{"email":"a@b.co","password":"x","${name}":{"role":"ADMIN"}}`;
      const { code, fields } = await refusal('POST', LOGIN, { text });
      expect(code, name).to.equal('INVALID_REQUEST');
      expect(fields).to.deep.equal([{ path: name, message: '알 수 없는 항목이에요.' }]);
    }
    expect(Object.hasOwn(Object.prototype, 'role')).to.equal(false);
  });

  it('refuses queries that nobody declared or that come twice', async () => {
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=x',
      'limit=1.5',
      'limit=1&limit=2',
      'a=b',
    ]) {
      expect((await refusal('GET', `/auctions?${query}`)).code, query).to.equal('INVALID_REQUEST');
    }
    for (const path of ['/auctions/%E0%A4%A', `/auctions/${'x'.repeat(41)}`, '/auctions/a.b']) {
      expect((await refusal('GET', path)).code, path).to.equal('INVALID_REQUEST');
    }
  });

  it('asks who is calling before it looks at what was sent', async () => {
    const { code } = await refusal('POST', '/auctions', { text: '{' });
    expect(code).to.equal('UNAUTHENTICATED');
    for (const authorization of ['Bearer x', 'Bearer', 'Basic YTpi', `Bearer ${token}x`]) {
      const sent = { headers: { authorization } };
      expect((await refusal('GET', '/users/me', sent)).code).to.equal('UNAUTHENTICATED');
    }
  });

  it('refuses unsafe calls that another site makes', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${PAGE_ORIGIN}.evil.example` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      for (const [method, path] of [
        ['POST', '/users'],
        ['POST', '/sessions'],
        ['POST', '/sessions/refresh'],
        ['DELETE', '/sessions'],
        ['POST', '/auctions'],
        ['PATCH', '/auctions/a'],
        ['DELETE', '/auctions/a'],
        ['POST', '/auctions/a/bids'],
      ] as const) {
        const { code } = await refusal(method, path, { token, headers: { ...headers } });
        expect(code, `${method} ${path}`).to.equal('ORIGIN_NOT_ALLOWED');
      }
      const read = await api.call('GET', '/users/me', { token, headers: { ...headers } });
      expect(read.status).to.equal(200);
    }
  });

  it('has nothing kept by anybody in between, and nothing framed', async () => {
    const { headers } = await api.call('GET', '/users/me', { token });
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('content-security-policy')).to.contain("default-src 'none'");
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('answers everything with the headers that protect it', async () => {
    const bodies = [
      await fetch(`${api.url}/healthz/live`),
      await fetch(`${api.url}/elsewhere`),
      await fetch(`${api.url}/api/v1/openapi.json`),
      await fetch(`${api.url}/api/v1/users/me`),
      await fetch(`${api.url}/api/v1/sessions`, { method: 'DELETE' }),
    ];
    for (const { headers, url } of bodies) {
      expect(headers.get('content-security-policy'), url).to.contain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options'), url).to.equal('nosniff');
      expect(headers.get('cross-origin-resource-policy'), url).to.equal('same-origin');
      expect(headers.get('referrer-policy'), url).to.equal('no-referrer');
      expect(headers.get('strict-transport-security'), url).to.equal(null);
      expect(headers.get('x-request-id'), url).to.match(/^[0-9a-f-]{36}$/);
    }
    const byTls = new Map(protectiveHeaders({ deployment: 'production' }));
    expect(byTls.get('strict-transport-security')).to.contain('max-age=');
  });

  it('holds an address of strangers to a pace in all that changes something, and in nothing else', async () => {
    const strict = await startApi((deps) => ({
      limits: { ...deps.limits, unsafeOfAddress: new Pacer({ perSecond: 0.5, burst: 2 }) },
    }));
    try {
      const headers = { 'x-forwarded-for': '203.0.113.7' };
      for (const path of ['/auctions/a/bids', '/auctions']) {
        expect((await strict.call('POST', path, { headers })).status).to.equal(401);
      }
      for (const path of ['/sessions', '/auctions', '/auctions/a/bids']) {
        const limited = await strict.call('POST', path, { headers });
        expect(limited.body).to.include({ status: 429, code: 'RATE_LIMITED' });
        expect(limited.body.detail['retryAfterMs']).to.be.within(1, 2_000);
        expect(Number(limited.headers.get('retry-after'))).to.be.within(1, 2);
      }
      expect((await strict.call('GET', '/auctions', { headers })).status).to.equal(200);
      // Whoever is signed in behind the same address does not pay for them, a forged token being nobody's.
      const there = await strict.call('POST', '/auctions/a/bids', { headers, token });
      expect(there.status).to.equal(400);
      const forged = { headers, token: `${token}x` };
      expect((await strict.call('POST', '/auctions/a/bids', forged)).status).to.equal(429);
      // Some proxies add the port, with which each connection would be another address.
      const withPorts = { 'x-forwarded-for': '203.0.113.7:5678, 127.0.0.1:80' };
      expect((await strict.call('POST', '/auctions', { headers: withPorts })).status).to.equal(429);
      const neighbour = { 'x-forwarded-for': '203.0.113.8' };
      const other = await strict.call('POST', '/auctions', { headers: neighbour });
      expect(other.status).to.equal(401);
    } finally {
      await strict.end();
    }
  });

  it('holds a person to a pace wherever they are, and an address to one of all its people', async () => {
    const strict = await startApi((deps) => ({
      limits: {
        ...deps.limits,
        unsafeOfPerson: new Pacer({ perSecond: 0.01, burst: 2 }),
        unsafeOfPeopleThere: new Pacer({ perSecond: 0.01, burst: 3 }),
      },
    }));
    try {
      const [greedy, second, third] = await Promise.all(
        Array.from({ length: 3 }, () => addPersonWithToken(strict.deps)),
      );
      const from = async (host: number, person: { token: string } | undefined) => {
        const headers = { 'x-forwarded-for': `203.0.113.${host}` };
        const sent = { headers, token: person?.token ?? '' };
        return (await strict.call('POST', '/auctions/a/bids', sent)).status;
      };
      expect([await from(1, greedy), await from(2, greedy)]).to.deep.equal([400, 400]);
      expect([await from(1, greedy), await from(3, greedy)]).to.deep.equal([429, 429]);
      expect([await from(1, second), await from(1, second)]).to.deep.equal([400, 400]);
      expect([await from(1, third), await from(2, third)]).to.deep.equal([429, 400]);
    } finally {
      await strict.end();
    }
  });

  it('does not mind a client that hangs up', async () => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
        'content-length: 100\r\nx-request-id: hung-up\r\n\r\n{"email"',
    );
    socket.destroy();
    expect((await api.call('GET', '/users/me', { token })).status).to.equal(200);
    const failures = api.log.events.filter(({ event }) => event === 'request.failed');
    expect(failures).to.deep.equal([]);
  });

  it('answers INTERNAL and nothing more when a reply is not as declared', async () => {
    const bad = await startApi((deps) => ({
      // A database that holds what the contract does not know.
      db: new Proxy(deps.db, {
        get: (db, name) =>
          name === 'select'
            ? () => ({ from: () => ({ where: () => Promise.resolve([{ role: 'KING' }]) }) })
            : Reflect.get(db, name),
      }),
    }));
    try {
      const { status, body } = await bad.call('GET', getMe.path, { token });
      expect(status).to.equal(500);
      expect(body).to.deep.include({ code: 'INTERNAL', detail: {} });
      expect(bad.log.events.map(({ event }) => event)).to.include('request.failed');
    } finally {
      await bad.end();
    }
  });
});
