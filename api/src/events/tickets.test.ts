import { expect } from 'chai';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { verifyEventTicket } from '@sagopalgo/core/runtime/event-ticket.ts';
import { verifyAccessToken } from '@sagopalgo/core/runtime/token.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import {
  addPersonWithToken,
  cookieHeader,
  newPerson,
  PAGE_ORIGIN,
  startApi,
} from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';

describe('tickets for events', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  const signedUp = () => api.call('POST', '/users', { body: newPerson() });

  function send(method: string, path: string, { cookies }: Answer): Promise<Answer> {
    const headers = { origin: PAGE_ORIGIN, cookie: cookieHeader(cookies) };
    return api.call(method, path, { headers });
  }

  it('are for the caller, for half a minute, and open until the access token ends', async () => {
    const person = await signedUp();
    const answer = await send('POST', '/events/tickets', person);
    expect(answer.status).to.equal(201);
    const { ticket, ticketExpiresAtMs, untilMs } = answer.body;
    const access = person.cookies.get('access_3000') ?? '';
    const claims = verifyAccessToken(api.deps.accessKey, access, Date.now());
    expect(untilMs).to.equal(claims?.expiresAtMs);
    expect(ticketExpiresAtMs).to.be.within(Date.now() + 25_000, Date.now() + 30_000);
    expect(verifyEventTicket(api.deps.accessKey, ticket, Date.now())).to.deep.equal({
      userId: person.body.user.userId,
      familyId: claims?.familyId,
      untilMs,
    });
  });

  it('let nobody call the api', async () => {
    const { token } = await addPersonWithToken(api.deps);
    const { ticket } = (await api.call('POST', '/events/tickets', { token })).body;
    expect((await api.call('GET', '/users/me', { token })).status).to.not.equal(401);
    const answer = await api.call('GET', '/users/me', { token: ticket });
    expect(answer.body).to.include({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('are not for those who have signed out, and the windows hear of that', async () => {
    const person = await signedUp();
    const channel = await overhear(personChannel(person.body.user.userId));
    const access = person.cookies.get('access_3000') ?? '';
    const claims = verifyAccessToken(api.deps.accessKey, access, Date.now());
    expect((await send('DELETE', '/sessions', person)).status).to.equal(204);
    const [message = ''] = await channel.heard(1);
    expect(readPersonMessage(message)).to.deep.equal({ endedFamilyId: claims?.familyId });
    expect((await send('POST', '/events/tickets', person)).body.code).to.equal('UNAUTHENTICATED');
    channel.leave();
  });

  it('are written into no log', async () => {
    const { token } = await addPersonWithToken(api.deps);
    const { ticket } = (await api.call('POST', '/events/tickets', { token })).body;
    await api.call('GET', `/no-such-call?ticket=${ticket}`, { token });
    expect(JSON.stringify(api.log.events)).to.not.include(ticket);
  });

  it('find everything that ended lately in Redis, though it was emptied and nobody calls', async () => {
    const person = await signedUp();
    await send('DELETE', '/sessions', person);
    const { redis } = api.deps;
    await redis.del('sessions:{ended}:loaded', ...(await redis.keys('session:{ended}:*')));
    await eventually(async () => (await redis.exists('sessions:{ended}:loaded')) === 1);
    expect(await redis.keys('session:{ended}:*')).to.not.deep.equal([]);
  });
});
