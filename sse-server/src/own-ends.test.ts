import { expect } from 'chai';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys, ENDED_LOADED_KEY, personChannel } from '@sagopalgo/core/redis/keys.ts';
import { tellEnded, tellPerson, tellTokensSpent } from '@sagopalgo/core/redis/person-messages.ts';
import type { OwnEvent } from '@sagopalgo/core/redis/person-messages.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import {
  endQuietly,
  markEndedLoaded,
  openOwn,
  somePerson,
  spendQuietly,
} from './testing/own-streams.ts';
import type { Person } from './testing/own-streams.ts';
import type { SseClient } from './testing/sse-client.ts';
import { bidExactly, openSomeAuction } from './testing/test-auctions.ts';
import { cutSubscribers, measured, openJudge, openTestWindow } from './testing/test-window.ts';
import { subscribersTo } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

const NEVER_MS = 600_000;
const HOUR_MS = 3_600_000;
const ORDER: OwnEvent = {
  event: 'order',
  data: { auctionId: 'a', orderId: 'o', orderState: 'awaiting_payment', amountKrw: 1, payByMs: 1 },
};

describe('events about oneself', () => {
  let judge: AuctionRedis;
  let window: TestWindow;
  const clients: SseClient[] = [];

  before(async () => {
    judge = await openJudge();
    await markEndedLoaded(judge);
    window = await openTestWindow();
  });

  after(async () => {
    for (const client of clients) client.cut();
    await window.close();
    judge.disconnect();
  });

  async function look(auctionId: string, person: Person, at = window): Promise<SseClient> {
    const client = await openOwn(at.port, auctionId, { cookie: person.cookie });
    clients.push(client);
    await eventually(async () => client.named('snapshot').length > 0);
    return client;
  }

  const owns = (client: SseClient) => client.named('own').map(({ data }) => data['untilMs']);
  const toldTimes = (client: SseClient, times: number) =>
    eventually(async () => owns(client).length >= times);

  /** Everybody’s events go on and the person’s own do not. */
  async function expectOnlyPublic(client: SseClient, auctionId: string, person: Person) {
    const own = client.events.filter(({ event }) => event === 'outbid' || event === 'order');
    await tellPerson(judge, person.userId, [ORDER]);
    const seq = client.seqs.length;
    await bidExactly(judge, auctionId, person.userId, 1_000 + seq * 100);
    await bidExactly(judge, auctionId, 'another', 1_100 + seq * 100);
    await eventually(async () => client.seqs.length === seq + 2);
    const after = client.events.filter(({ event }) => event === 'outbid' || event === 'order');
    expect(after).to.deep.equal(own);
    expect(client.isOver).to.equal(false);
  }

  it('end with the token, which the stream outlives', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson({ expiresAtMs: Date.now() + 2_000 });
    const client = await look(auctionId, person);
    await toldTimes(client, 2);
    const [untilMs, ended] = owns(client);
    expect([Number(untilMs) <= Date.now(), ended]).to.deep.equal([true, null]);
    await expectOnlyPublic(client, auctionId, person);
    expect(await measured(window.metrics, 'sse_own_ends_total', 'expired')).to.equal(1);
    expect(await subscribersTo(judge, personChannel(person.userId))).to.equal(0);
  });

  it('end at the moment that the token does, whenever the timer comes round', async () => {
    const unhurried = await openTestWindow({ ownTickMs: NEVER_MS });
    try {
      const auctionId = await openSomeAuction(judge);
      const person = somePerson({ expiresAtMs: Date.now() + 2_000 });
      const client = await look(auctionId, person, unhurried);
      await toldTimes(client, 1);
      const [untilMs] = owns(client);
      await tellPerson(judge, person.userId, [ORDER]);
      await eventually(async () => client.named('order').length === 1);
      await eventually(async () => Date.now() >= Number(untilMs));
      await expectOnlyPublic(client, auctionId, person);
      expect(owns(client)).to.deep.equal([untilMs, null]);
    } finally {
      await unhurried.close();
    }
  });

  it('end when the person signs out, on the streams of that signing-in', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    const elsewhere = somePerson({ userId: person.userId });
    const [client, another] = [await look(auctionId, person), await look(auctionId, elsewhere)];
    for (const one of [client, another]) await toldTimes(one, 1);
    await tellEnded(judge, person.userId, person.familyId);
    await toldTimes(client, 2);
    expect(owns(client)[1]).to.equal(null);
    await expectOnlyPublic(client, auctionId, person);
    expect(owns(another)).to.have.length(1);
    expect(namesOf(another)).to.include('order').and.include('outbid');
  });

  const namesOf = ({ events }: SseClient) => events.map(({ event }) => event);

  it('end though nobody said that the person has signed out', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    const client = await look(auctionId, person);
    await toldTimes(client, 1);
    await endQuietly(judge, person);
    await toldTimes(client, 2);
    expect(owns(client)[1]).to.equal(null);
    await expectOnlyPublic(client, auctionId, person);
  });

  it('never begin for somebody who has signed out', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    await endQuietly(judge, person);
    const client = await look(auctionId, person);
    await toldTimes(client, 1);
    expect(owns(client)).to.deep.equal([null]);
    await expectOnlyPublic(client, auctionId, person);
  });

  /** A program of the person's, whose token is good for an hour from now on. */
  async function listen(auctionId: string, { token }: Person): Promise<SseClient> {
    const client = await openOwn(window.port, auctionId, { authorization: `Bearer ${token}` });
    clients.push(client);
    await toldTimes(client, 1);
    return client;
  }

  it('end for a program when its token is spent, and go on for one that was made after', async () => {
    const auctionId = await openSomeAuction(judge);
    const atMs = Date.now();
    const program = somePerson({ familyId: '', expiresAtMs: atMs + HOUR_MS });
    const later = {
      ...program,
      ...somePerson({ ...program, expiresAtMs: atMs + HOUR_MS + 60_000 }),
    };
    const browser = somePerson({ userId: program.userId });
    const told = await listen(auctionId, program);
    const others = [await listen(auctionId, later), await look(auctionId, browser)];
    await tellTokensSpent(judge, program.userId, atMs + 30_000);
    await toldTimes(told, 2);
    expect(owns(told)[1]).to.equal(null);
    await tellPerson(judge, program.userId, [ORDER]);
    for (const other of others) await eventually(async () => other.named('order').length === 1);
    expect(told.named('order')).to.deep.equal([]);
  });

  it('end for a program though nobody said so, and never begin by a token that is spent', async () => {
    const auctionId = await openSomeAuction(judge);
    const program = somePerson({ familyId: '' });
    const client = await listen(auctionId, program);
    await spendQuietly(judge, program);
    await toldTimes(client, 2);
    expect(owns(client)[1]).to.equal(null);
    await expectOnlyPublic(client, auctionId, program);
    const again = await listen(auctionId, program);
    expect(owns(again)).to.deep.equal([null]);
  });

  it('wait until Redis has all who signed out, when it was emptied', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    await judge.del(ENDED_LOADED_KEY);
    const client = await look(auctionId, person);
    await eventually(async () => (await subscribersTo(judge, personChannel(person.userId))) === 1);
    await expectOnlyPublic(client, auctionId, person);
    expect(owns(client)).to.deep.equal([]);
    await markEndedLoaded(judge);
    await toldTimes(client, 1);
    await tellPerson(judge, person.userId, [ORDER]);
    await eventually(async () => client.named('order').length === 1);
  });

  it('are announced once more when what was said to people may be lost, and go on', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    const client = await look(auctionId, person);
    await toldTimes(client, 1);
    await cutSubscribers(judge);
    await toldTimes(client, 2);
    expect(owns(client)[1]).to.equal(owns(client)[0]);
    // A cluster's client says that it subscribes again, not when it has.
    await eventually(async () => {
      await tellPerson(judge, person.userId, [ORDER]);
      return client.named('order').length > 0;
    });
  });

  it('are announced once more when bids were read that nobody was heard to have made', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    await bidExactly(judge, auctionId, person.userId, 1_000);
    const client = await look(auctionId, person);
    await toldTimes(client, 1);
    await window.subscriber.sunsubscribe(auctionKeys(auctionId).channel);
    await bidExactly(judge, auctionId, 'another', 1_100);
    await eventually(async () => client.seqs.includes(2));
    await toldTimes(client, 2);
    expect(client.named('outbid')).to.deep.equal([]);
  });
});
