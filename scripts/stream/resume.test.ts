import { expect } from 'chai';
import { closeAuction, openAuction, withdrawAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { ask, SseClient } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import type { SeenEvent } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import {
  bidFromTo,
  fromTo,
  openSomeAuction,
  someAuction,
} from '@sagopalgo/sse-server/src/testing/test-auctions.ts';
import { streamSystem } from './stream-system.ts';
import type { StreamSystem } from './stream-system.ts';

const HOUR_MS = 3_600_000;
/** More than a process keeps at hand of one auction. */
const LONG = 700;
const MANY = 100;

describe('resuming a stream', function resuming() {
  this.timeout(90_000);
  let system: StreamSystem;
  let auctionId: string;
  const opened: SseClient[] = [];

  before(async () => {
    system = await streamSystem();
    auctionId = await openSomeAuction(system.judge);
    await bidFromTo(system.judge, auctionId, 1, 6);
  });
  afterEach(() => opened.splice(0).forEach((client) => client.cut()));

  const open = async (query: string, headers: Record<string, string> = {}, port?: number) => {
    const response = await ask(port ?? system.one.port, `/events?${query}`, headers);
    expect(response.statusCode).to.equal(200);
    const client = new SseClient(response);
    opened.push(client);
    return client;
  };
  const told = async (client: SseClient, lastSeq: number): Promise<void> => {
    await eventually(() => Promise.resolve(client.seqs.at(-1) === lastSeq));
  };
  // How many watch is told whenever it is due.
  const named = ({ events }: SseClient): string[] =>
    events.map(({ event }) => event).filter((event) => event !== 'viewers');
  const first = async (client: SseClient, event: string): Promise<SeenEvent> =>
    await eventually(() => Promise.resolve(client.named(event)[0]));

  const ways: [string, (id: string) => [string, Record<string, string>]][] = [
    ['the Last-Event-ID header', (id) => [id, { 'last-event-id': `${id}:e1:4` }]],
    ['lastEventId in the query', (id) => [`${id}&lastEventId=${id}:e1:4`, {}]],
    ['the position in the URL', (id) => [`${id}@e1:4`, {}]],
    [
      'the header before the query and that before the position',
      (id) => [`${id}@e1:1&lastEventId=${id}:e1:2`, { 'last-event-id': `${id}:e1:4` }],
    ],
    ['the query before the position', (id) => [`${id}@e1:1&lastEventId=${id}:e1:4`, {}]],
    [
      'the query when the header is empty',
      (id) => [`${id}&lastEventId=${id}:e1:4`, { 'last-event-id': '' }],
    ],
  ];
  for (const [way, asked] of ways) {
    it(`goes on from ${way}, with nothing lost or told again`, async () => {
      const [query, headers] = asked(auctionId);
      const client = await open(`auctions=${query}`, headers);
      await told(client, 6);
      expect(client.seqs).to.deep.equal([5, 6]);
      expect(named(client)).to.include('bid').but.not.to.include.members(['gap', 'snapshot']);
      expect(named(client)).not.to.include('snapshot');
    });
  }

  it('takes an id of an auction that is not asked for as nothing', async () => {
    const client = await open(`auctions=${auctionId}`, { 'last-event-id': 'another:e1:4' });
    expect((await first(client, 'snapshot')).data).to.include({ seq: 6 });
  });

  it('goes on with many auctions at once, each from its own position', async () => {
    const ids = await Promise.all(
      Array.from({ length: MANY }, () => openSomeAuction(system.judge)),
    );
    await Promise.all(ids.map((id) => bidFromTo(system.judge, id, 1, 5)));
    const asked = ids.map((id, index) => `${id}@e1:${index % 5}`).join(',');
    const client = await open(`auctions=${asked}`);
    await eventually(() => Promise.resolve(ids.every((id) => client.seqsOf(id).at(-1) === 5)));
    for (const [index, id] of ids.entries()) {
      expect(client.seqsOf(id)).to.deep.equal(fromTo((index % 5) + 1, 5));
    }
    expect(named(client)).not.to.include('snapshot');
  });

  it('goes on in another process than it began in', async () => {
    const id = await openSomeAuction(system.judge);
    const begun = await open(`auctions=${id}`);
    await first(begun, 'snapshot');
    await bidFromTo(system.judge, id, 1, 3);
    await told(begun, 3);
    begun.cut();
    await bidFromTo(system.judge, id, 4, 8);
    const header = { 'last-event-id': begun.lastId ?? '' };
    const resumed = await open(`auctions=${id}`, header, system.other.port);
    await told(resumed, 8);
    expect([...begun.seqs, ...resumed.seqs]).to.deep.equal(fromTo(1, 8));
    expect(named(resumed)).not.to.include('gap');
  });

  it('goes on from what the process itself has at hand where the log reaches back no more', async () => {
    const id = await openSomeAuction(system.judge);
    await first(await open(`auctions=${id}`), 'snapshot');
    await bidFromTo(system.judge, id, 1, 8);
    const client = opened.at(-1);
    if (client) await told(client, 8);
    await system.judge.xtrim(auctionKeys(id).log, 'MINID', '8-0');
    const resumed = await open(`auctions=${id}@e1:2`);
    await told(resumed, 8);
    expect(resumed.seqs).to.deep.equal(fromTo(3, 8));
    const elsewhere = await open(`auctions=${id}@e1:2`, {}, system.other.port);
    expect((await first(elsewhere, 'gap')).data).to.include({ fromSeq: 3, toSeq: 8 });
  });

  it('goes on over a past longer than any process keeps at hand', async () => {
    const id = await openSomeAuction(system.judge);
    await bidFromTo(system.judge, id, 1, LONG);
    const client = await open(`auctions=${id}@e1:0`);
    await told(client, LONG);
    expect(client.seqs).to.deep.equal(fromTo(1, LONG));
    expect(named(client)).not.to.include('gap');
  });

  const gaps: [string, string, { fromSeq: number; toSeq: number }][] = [
    ['of another epoch', 'e7:4', { fromSeq: 5, toSeq: 6 }],
    ['of an epoch that nobody ever had', 'Zz_-9:2', { fromSeq: 3, toSeq: 6 }],
    ['from the future', 'e1:9', { fromSeq: 6, toSeq: 6 }],
    ['from a very far future', 'e1:999999999999999', { fromSeq: 6, toSeq: 6 }],
  ];
  for (const [why, position, seqs] of gaps) {
    it(`tells of a gap, and then how it stands, for a position ${why}`, async () => {
      for (const headers of [{}, { 'last-event-id': `${auctionId}:${position}` }]) {
        const client = await open(`auctions=${auctionId}@${position}`, headers);
        await first(client, 'snapshot');
        expect(named(client).slice(0, 2)).to.deep.equal(['gap', 'snapshot']);
        expect(client.events[0]?.data).to.deep.equal({ auctionId, ...seqs });
        expect(client.events[1]?.data).to.include({ epoch: 'e1', seq: 6, priceKrw: 1_500 });
      }
    });
  }

  it('tells of a gap where the log reaches back no more', async () => {
    const id = await openSomeAuction(system.judge);
    await bidFromTo(system.judge, id, 1, 9);
    await system.judge.xtrim(auctionKeys(id).log, 'MINID', '6-0');
    const client = await open(`auctions=${id}@e1:2`);
    await first(client, 'snapshot');
    expect(named(client).slice(0, 2)).to.deep.equal(['gap', 'snapshot']);
    expect(client.events[0]?.data).to.deep.equal({ auctionId: id, fromSeq: 3, toSeq: 9 });
    const still = await open(`auctions=${id}@e1:5`);
    await told(still, 9);
    expect(still.seqs).to.deep.equal([6, 7, 8, 9]);
  });

  it('tells of a gap and goes on when the auction was listed anew meanwhile', async () => {
    const auction = someAuction({ opensAtMs: Date.now() + HOUR_MS });
    const id = auction.auctionId;
    await openAuction(system.judge, auction);
    const client = await open(`auctions=${id}`);
    await first(client, 'snapshot');
    await withdrawAuction(system.judge, auction);
    const opensAtMs = Date.now() - 1_000;
    await openAuction(system.judge, { ...auction, epoch: 2, opensAtMs });
    await first(client, 'gap');
    await bidFromTo(system.judge, id, 1, 2);
    await told(client, 2);
    expect(client.named('snapshot').at(-1)?.data).to.include({ epoch: 'e2', seq: 0 });
    expect(client.lastId).to.equal(`${id}:e2:2`);
  });

  it('tells who comes after the end how it stood and how it ended, whatever he had seen', async () => {
    const id = await openSomeAuction(system.judge);
    await bidFromTo(system.judge, id, 1, 3);
    await closeAuction(system.judge, id, { how: 'cancel' });
    for (const position of ['', '@e1:4']) {
      const late = await open(`auctions=${id}${position}`);
      await first(late, 'closed');
      expect(named(late)).to.deep.equal(['snapshot', 'closed']);
      expect(late.events.slice(0, 2).map((event) => event.id)).to.deep.equal([
        `${id}:e1:4`,
        `${id}:e1:4`,
      ]);
      expect(late.events[0]?.data).to.include({ state: 'cancelled', minimumKrw: null });
    }
    const missed = await open(`auctions=${id}@e1:2`);
    await first(missed, 'closed');
    expect(named(missed)).to.deep.equal(['bid', 'closed']);
  });

  it('says which auctions there are not and goes on with the others', async () => {
    const client = await open(`auctions=no-such,${auctionId}@e1:4,${auctionId},none-either@e1:3`);
    await told(client, 6);
    await eventually(() => Promise.resolve(client.named('unknown').length === 2));
    const unknown = client.named('unknown').map(({ data }) => data['auctionId']);
    expect(unknown).to.have.members(['no-such', 'none-either']);
    expect(client.seqs).to.deep.equal([5, 6]);
  });
});
