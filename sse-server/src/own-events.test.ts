import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { outbidSchema } from '@sagopalgo/core/contracts/events.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import type { OwnEvent } from '@sagopalgo/core/redis/person-messages.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { markEndedLoaded, openOwn, somePerson } from './testing/own-streams.ts';
import type { Person } from './testing/own-streams.ts';
import { openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import { bidAuto, bidExactly, openSomeAuction } from './testing/test-auctions.ts';
import { measured, openJudge, openTestWindow, subscribersTo } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

const NEVER_MS = 600_000;

describe('what concerns one person alone', () => {
  let judge: AuctionRedis;
  let window: TestWindow;
  let other: TestWindow;
  const clients: SseClient[] = [];

  before(async () => {
    judge = await openJudge();
    await markEndedLoaded(judge);
    // A look into Redis at the wrong moment would read a bid sooner than it is heard.
    window = await openTestWindow({ checkMs: NEVER_MS });
    other = await openTestWindow({ checkMs: NEVER_MS });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.cut();
    await eventually(async () => window.hub.connectionCount + other.hub.connectionCount === 0);
  });

  after(async () => {
    await window.close();
    await other.close();
    judge.disconnect();
  });

  /** A stream of that person, or of nobody, that has begun. */
  async function look(at: TestWindow, auctions: string, person?: Person): Promise<SseClient> {
    const client = person
      ? await openOwn(at.port, auctions, { cookie: person.cookie })
      : await openStream(at.port, auctions);
    clients.push(client);
    await eventually(async () => {
      const isOwn = !person || client.named('own').length > 0;
      return isOwn && client.named('snapshot').length === auctions.split(',').length;
    });
    return client;
  }

  const sees = (client: SseClient, seq: number) =>
    eventually(async () => client.named('bid').some(({ data }) => data['seq'] === seq));

  const namesOf = ({ events }: SseClient) => events.map(({ event }) => event);

  it('is told of being outbid in every process, right before the bid, and nobody else is', async () => {
    const auctionId = await openSomeAuction(judge);
    const [first, second] = [somePerson(), somePerson()];
    const own = [await look(window, auctionId, first), await look(other, auctionId, first)];
    const others = [await look(other, auctionId, second), await look(other, auctionId)];
    await bidExactly(judge, auctionId, first.userId, 1_000);
    await bidExactly(judge, auctionId, second.userId, 1_100);
    for (const client of [...own, ...others]) await sees(client, 2);
    for (const client of own) {
      const told = namesOf(client).filter((name) => name !== 'own');
      expect(told).to.deep.equal(['snapshot', 'bid', 'outbid', 'bid']);
      const [outbid] = client.named('outbid');
      expect(outbid?.id).to.equal(null);
      const { closesAtMs, ...data } = outbidSchema.strict().parse(outbid?.data);
      const stand = { auctionId, epoch: 'e1', seq: 2, priceKrw: 1_100, minimumKrw: 1_200 };
      expect(data).to.deep.equal(stand);
      expect(client.named('bid')[1]?.data).to.include({ ...stand, closesAtMs });
    }
    for (const client of others) expect(namesOf(client)).to.not.include('outbid');
  });

  it('is told of a bid that was outbid in the same moment, on the other device too', async () => {
    const auctionId = await openSomeAuction(judge);
    const [leader, bidder] = [somePerson(), somePerson()];
    await bidAuto(judge, auctionId, leader.userId, 5_000);
    const devices = [await look(window, auctionId, bidder), await look(other, auctionId, bidder)];
    const leading = await look(window, auctionId, leader);
    await bidExactly(judge, auctionId, bidder.userId, 2_000);
    for (const client of [...devices, leading]) await sees(client, 2);
    for (const client of devices) {
      expect(client.named('outbid')[0]?.data).to.include({ seq: 2, priceKrw: 2_100 });
    }
    expect(namesOf(leading)).to.not.include('outbid');
  });

  it('is heard of an auction only where it is watched', async () => {
    const [watched, unwatched] = [await openSomeAuction(judge), await openSomeAuction(judge)];
    const person = somePerson();
    const client = await look(window, watched, person);
    const both = await look(window, `${watched},${unwatched}`, person);
    for (const auctionId of [unwatched, watched]) {
      await bidExactly(judge, auctionId, person.userId, 1_000);
      await bidExactly(judge, auctionId, 'another', 1_100);
    }
    for (const one of [client, both]) await sees(one, 2);
    await eventually(async () => both.named('outbid').length === 2);
    expect(client.named('outbid').map(({ data }) => data['auctionId'])).to.deep.equal([watched]);
  });

  it('comes from the lambdas to all streams of the person, whatever they watch', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    const own = [await look(window, auctionId, person), await look(other, auctionId, person)];
    const others = [await look(window, auctionId, somePerson()), await look(window, auctionId)];
    const won = { auctionId: 'elsewhere', orderId: randomUUID(), amountKrw: 5_000, payByMs: 9 };
    const offer = {
      ...{ auctionId: 'elsewhere', offerId: randomUUID(), amountKrw: 4_000 },
      ...{ acceptByMs: 8, offerState: 'open' as const },
    };
    const told: OwnEvent[] = [
      { event: 'won', data: won },
      { event: 'order', data: { ...won, orderState: 'awaiting_payment' } },
      { event: 'offer', data: offer },
      { event: 'ending', data: { auctionId: 'elsewhere', title: '시계', closesAtMs: 7 } },
    ];
    await tellPerson(judge, person.userId, told);
    for (const client of own) await eventually(async () => namesOf(client).includes('ending'));
    await bidExactly(judge, auctionId, 'somebody', 1_000);
    for (const client of [...own, ...others]) await sees(client, 1);
    for (const client of own) {
      const seen = client.events.filter(({ event }) => /^(won|order|offer|ending)$/.test(event));
      expect(seen).to.deep.equal(told.map((one) => ({ id: null, ...one })));
    }
    for (const client of others)
      expect(namesOf(client)).to.not.include.members(told.map(({ event }) => event));
    expect(await measured(window.metrics, 'sse_own_events_total', 'won')).to.equal(1);
  });

  it('comes on a stream that shows no auction as well', async () => {
    const person = somePerson();
    const client = await openOwn(window.port, '', { authorization: `Bearer ${person.token}` });
    clients.push(client);
    await eventually(async () => client.named('own').length === 1);
    const won = { auctionId: 'elsewhere', orderId: randomUUID(), amountKrw: 5_000, payByMs: 9 };
    await tellPerson(judge, person.userId, [{ event: 'won', data: won }]);
    await eventually(async () => client.named('won').length === 1);
    expect(namesOf(client)).to.deep.equal(['own', 'won']);
  });

  it('is listened for only while the person has a stream here', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    const channel = personChannel(person.userId);
    const [first, second] = [
      await look(window, auctionId, person),
      await look(window, auctionId, person),
    ];
    expect(await subscribersTo(judge, channel)).to.equal(1);
    first.cut();
    await eventually(async () => window.hub.connectionCount === 1);
    expect(await subscribersTo(judge, channel)).to.equal(1);
    second.cut();
    await eventually(async () => (await subscribersTo(judge, channel)) === 0);
    await look(other, auctionId, person);
    expect(await subscribersTo(judge, channel)).to.equal(1);
    expect(await measured(other.metrics, 'sse_own_connections')).to.equal(1);
  });

  it('that cannot be read is logged without whose it was', async () => {
    const auctionId = await openSomeAuction(judge);
    const person = somePerson();
    const client = await look(window, auctionId, person);
    for (const text of ['', '{}', '{"told":[{"event":"bid","data":{}}]}']) {
      await judge.spublish(personChannel(person.userId), text);
    }
    await bidExactly(judge, auctionId, person.userId, 1_000);
    await sees(client, 1);
    await eventually(async () => {
      const errors = window.log.events.filter(({ event }) => event.includes('person-message'));
      return errors.length === 3;
    });
    expect(namesOf(client)).to.have.members(['own', 'snapshot', 'bid']);
    expect(JSON.stringify(window.log.events)).to.not.include(person.userId);
  });
});
