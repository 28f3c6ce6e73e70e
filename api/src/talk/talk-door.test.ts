import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { cookieName } from '@sagopalgo/core/runtime/session-cookies.ts';
import { signAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import {
  addPersonWithToken,
  cookieHeader,
  newPerson,
  PAGE_ORIGIN,
  startApi,
} from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { leaveNoOrders, orderPeople, soldThing } from '../testing/order-scene.ts';
import type { People } from '../testing/order-scene.ts';
import { RefusedTalk, talkTo } from '../testing/talk-client.ts';
import type { TalkClient } from '../testing/talk-client.ts';

const UPGRADE = [
  'GET /api/v1/talk/?EIO=4&transport=websocket HTTP/1.1',
  ...['host: x', 'connection: Upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'],
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
];

describe('the door to the talks', () => {
  let api: ApiUnderTest;
  let other: ApiUnderTest;
  let people: People;
  const clients: TalkClient[] = [];
  before(async () => {
    [api, other] = await Promise.all([startApi(), startApi()]);
    people = await orderPeople(api.deps);
  });
  after(async () => {
    await leaveNoOrders(api.deps, people.buyer, people.seller);
    await Promise.all([api.end(), other.end()]);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.end();
  });

  const enter = async (...given: Parameters<typeof talkTo>) => {
    const client = await talkTo(...given);
    clients.push(client);
    return client;
  };
  /** `ok`, or the code by which the door refuses. */
  const tried = async (token: string | null, headers: Record<string, string> = {}) =>
    await enter(api.url, token, { extraHeaders: headers }).then(
      () => 'ok',
      (error: Error) => error.message,
    );
  /** The end that a client is told, once it is cut off for good. */
  const endOf = async (client: TalkClient) => {
    await eventually(async () => client.socket.disconnected);
    return client.heardOf('ended')[0]?.code;
  };

  it('lets in by a token or by the cookie, and the cookie on our own pages only', async () => {
    const { token } = people.buyer;
    const cookie = `${cookieName([PAGE_ORIGIN], 'access')}=${token}`;
    expect(await tried(token)).to.equal('ok');
    expect(await tried(token, { origin: 'https://evil.example' })).to.equal('ok');
    expect(await tried(null, { authorization: `Bearer ${token}` })).to.equal('ok');
    expect(await tried(null, { cookie, origin: PAGE_ORIGIN })).to.equal('ok');
    for (const origin of ['https://evil.example', 'null', 'https://localhost:3000']) {
      expect(await tried(null, { cookie, origin }), origin).to.equal('UNAUTHENTICATED');
    }
    // A bad token is meant, and no cookie makes up for it.
    expect(await tried('x', { cookie, origin: PAGE_ORIGIN })).to.equal('UNAUTHENTICATED');
    expect(await tried(null)).to.equal('UNAUTHENTICATED');
  });

  it('lets nobody in by a token that is over, forged or for something else', async () => {
    const { accessKey } = api.deps;
    const { userId } = people.buyer;
    const claims = { userId, nickname: 'x', role: 'USER', familyId: '' } as const;
    expect(await tried(signAccessToken(accessKey, claims, Date.now() - 1_000))).to.equal(
      'UNAUTHENTICATED',
    );
    const { body } = await api.call('POST', '/events/tickets', { token: people.buyer.token });
    expect(await tried(body.ticket)).to.equal('UNAUTHENTICATED');
    expect(await tried(`${people.buyer.token}x`)).to.equal('UNAUTHENTICATED');
  });

  it('ends with the token', async () => {
    const { userId } = people.buyer;
    const claims = { userId, nickname: 'x', role: 'USER', familyId: '' } as const;
    const token = signAccessToken(api.deps.accessKey, claims, Date.now() + 2_000);
    const client = await enter(api.url, token);
    expect(await endOf(client)).to.equal('UNAUTHENTICATED');
  });

  it('ends in every process when the person signs out', async () => {
    const { cookies } = await api.call('POST', '/users', { body: newPerson() });
    const extraHeaders = { cookie: cookieHeader(cookies), origin: PAGE_ORIGIN };
    const [one, two] = [
      await enter(api.url, null, { extraHeaders }),
      await enter(other.url, null, { extraHeaders }),
    ];
    await api.call('DELETE', '/sessions', { headers: extraHeaders });
    expect(await one.codeOf('join', { orderId: randomUUID() }).catch(() => 'ended')).to.be.oneOf([
      ...['SESSION_ENDED', 'ended'],
    ]);
    expect([await endOf(one), await endOf(two)]).to.deep.equal(['SESSION_ENDED', 'SESSION_ENDED']);
    expect(await tried(null, extraHeaders)).to.equal('SESSION_ENDED');
  });

  it('ends when an operator blocks the person', async () => {
    const person = await addPersonWithToken(api.deps);
    const client = await enter(other.url, person.token);
    const isThem = eq(users.userId, person.userId);
    await api.deps.db.update(users).set({ blockedAtMs: Date.now() }).where(isThem);
    await Promise.all([api.deps.blocked.look(), other.deps.blocked.look()]);
    expect(await endOf(client)).to.equal('ACCOUNT_BLOCKED');
    expect(await tried(person.token)).to.equal('ACCOUNT_BLOCKED');
  });

  it('holds each person to so many connections and to a pace, and says when to go on', async () => {
    const strict = await startApi(undefined, { RATE_LIMITS: 'strict' });
    const { token, userId } = await addPersonWithToken(strict.deps);
    const { orderId } = await soldThing(strict.deps, {
      ...people,
      buyer: { token, userId },
    });
    const many = await Promise.all(Array.from({ length: 22 }, () => enter(strict.url, token)));
    await eventually(async () => many.filter(({ socket }) => socket.disconnected).length >= 2);
    const staying = many.filter(({ socket }) => socket.connected);
    expect(staying).to.have.length(20);
    // Whichever of their windows it comes from; each says fewer than it may have under way.
    const said = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const sent = { orderId, messageId: randomUUID(), text: '말' };
        return await staying[index % 20]?.call('send', sent).catch((error: unknown) => error);
      }),
    );
    const refused = said.filter((each) => each instanceof RefusedTalk);
    expect(refused.length).to.be.within(1, 80);
    for (const { refusal } of refused) {
      expect(refusal.code).to.equal('RATE_LIMITED');
      expect(refusal.detail['retryAfterMs']).to.be.above(0);
    }
    await leaveNoOrders(strict.deps, { userId });
    await strict.end();
  });

  it('cuts off whoever sends more than a message can be', async () => {
    const client = await enter(api.url, people.buyer.token);
    client.socket.emit('send', { text: 'x'.repeat(20_000) });
    await eventually(async () => client.socket.disconnected);
  });

  /** Says `text` on a connection of its own; what comes back until it ends. */
  async function hear(text: string): Promise<string> {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.write(text);
    await once(socket, 'close');
    return heard;
  }

  it('is for WebSockets alone, and answers every other upgrade as if it had not been asked for', async () => {
    const polling = await api.call('GET', '/talk/?EIO=4&transport=polling');
    expect([polling.status, polling.body.code]).to.deep.equal([404, 'NOT_FOUND']);
    const h2c = ['GET /healthz/live HTTP/1.1', 'host: x', 'connection: Upgrade, close'];
    expect(await hear([...h2c, 'upgrade: h2c', '', ''].join('\r\n'))).to.match(/^HTTP\/1\.1 200 /);
    const elsewhere = [UPGRADE[0]?.replace('talk', 'bids'), ...UPGRADE.slice(1)];
    const answered = await hear([...elsewhere, 'connection: close', '', ''].join('\r\n'));
    expect(answered).to.match(/^HTTP\/1\.1 404 /);
    const bad = [UPGRADE[0]?.replace('websocket', 'polling'), ...UPGRADE.slice(1)];
    expect(await hear([...bad, '', ''].join('\r\n'))).to.match(/^HTTP\/1\.1 400 /);
  });

  it('says goodbye at once when the process ends, whoever does not answer', async () => {
    const going = await startApi();
    const client = await enter(going.url, people.buyer.token);
    const silent = connect(Number(new URL(going.url).port), '127.0.0.1');
    silent.on('error', () => undefined);
    silent.write([...UPGRADE, '', ''].join('\r\n'));
    await once(silent, 'data');
    silent.pause();
    const startedAtMs = Date.now();
    const reason = once(client.socket as never, 'disconnect');
    await going.end();
    expect(Date.now() - startedAtMs).to.be.below(5_000);
    // Not by the server's word, after which a client does not come back by itself.
    expect((await reason)[0]).to.equal('transport close');
    silent.destroy();
  });

  it('lets people talk while Redis is away, and tells who is in the same process', async () => {
    const alone = await startApi(undefined, { REDIS_URL: 'redis://127.0.0.1:9' });
    const { orderId } = await soldThing(alone.deps, people);
    const buyer = await enter(alone.url, people.buyer.token);
    const seller = await enter(alone.url, people.seller.token);
    await seller.call('join', { orderId });
    expect(await buyer.say(orderId, '들리나요?')).to.equal(1);
    await seller.until('message');
    await alone.end();
  });
});
