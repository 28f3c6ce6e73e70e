import { expect } from 'chai';
import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import { readPublicLog } from '@sagopalgo/core/redis/read-log.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { ask, SseClient } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import {
  bidExactly,
  fromTo,
  openSomeAuction,
} from '@sagopalgo/sse-server/src/testing/test-auctions.ts';
import type { SseProcess } from './sse-processes.ts';
import { streamSystem } from './stream-system.ts';
import type { StreamSystem } from './stream-system.ts';

const BIDS = 1_500;
const AT_ONCE = 50;
const MOVING_BIDS = 200;
const WALKERS = 12;
const LEG_EVENTS = 7;
const NEAR_MS = 60_000;
const START_KRW = 1_000;
const STEP_KRW = 100;
const LONG_MS = 60_000;

describe('a stream in a rush of bids', function rushing() {
  this.timeout(180_000);
  let system: StreamSystem;
  let rushedId: string;
  let movingId: string;
  let steady: SseClient[];
  let walked: { seqs: number[]; legs: number; kinds: string[] }[];

  before(async () => {
    system = await streamSystem();
    const { judge, one, other } = system;
    rushedId = await openSomeAuction(judge);
    const closesAtMs = Date.now() + NEAR_MS;
    movingId = await openSomeAuction(judge, { extension: 'auto', closesAtMs });
    const both = `${rushedId},${movingId}`;
    steady = await Promise.all([one, other].map((at) => open(at, both)));
    const begun = steady.map((each) =>
      eventually(() => Promise.resolve(each.named('snapshot').length === 2)),
    );
    await Promise.all(begun);
    const walking = Array.from({ length: WALKERS }, (_, number) => walk(number));
    await Promise.all([rush(rushedId, BIDS), rush(movingId, MOVING_BIDS)]);
    walked = await Promise.all(walking);
    await closeAuction(judge, rushedId, { how: 'cancel' });
    for (const each of steady) await closedAfterAll(each);
  });
  after(() => steady.forEach((each) => each.cut()));

  const open = async (at: SseProcess, auctions: string, headers: Record<string, string> = {}) => {
    const response = await ask(at.port, `/events?auctions=${auctions}`, headers);
    expect(response.statusCode).to.equal(200);
    return new SseClient(response);
  };

  const rush = async (auctionId: string, count: number): Promise<void> => {
    for (let seq = 1; seq <= count; seq += AT_ONCE) {
      const batch = fromTo(seq, Math.min(seq + AT_ONCE - 1, count)).map((each) => {
        const amountKrw = START_KRW + (each - 1) * STEP_KRW;
        return bidExactly(system.judge, auctionId, `bidder-${each % 2}`, amountKrw);
      });
      await Promise.all(batch);
    }
  };

  // From one process to the other and back, cut off after a few events each time.
  const walk = async (number: number) => {
    const seqs: number[] = [];
    const kinds: string[] = [];
    let lastId = `${rushedId}:e1:0`;
    let legs = 0;
    while (seqs.at(-1) !== BIDS) {
      legs += 1;
      const at = (number + legs) % 2 === 0 ? system.one : system.other;
      const client = await leg(at, lastId, legs % 3);
      const isLast = (): boolean => client.seqs.at(-1) === BIDS;
      await eventually(
        () => Promise.resolve(client.events.length >= LEG_EVENTS || isLast()),
        LONG_MS,
      );
      client.cut();
      seqs.push(...client.seqs);
      kinds.push(...client.events.map(({ event }) => event));
      lastId = client.lastId ?? lastId;
    }
    return { seqs, legs, kinds };
  };

  const leg = (at: SseProcess, lastId: string, way: number): Promise<SseClient> => {
    const position = lastId.slice(rushedId.length + 1);
    if (way === 0) return open(at, rushedId, { 'last-event-id': lastId });
    if (way === 1) return open(at, `${rushedId}&lastEventId=${lastId}`);
    return open(at, `${rushedId}@${position}`);
  };

  const closedAfterAll = (client: SseClient): Promise<unknown> =>
    eventually(
      () =>
        Promise.resolve(
          client.named('closed').length === 1 && client.seqsOf(movingId).at(-1) === MOVING_BIDS,
        ),
      LONG_MS,
    );

  it('loses and repeats nothing for whoever is cut off again and again between processes', () => {
    for (const { seqs, kinds } of walked) {
      expect(seqs).to.deep.equal(fromTo(1, BIDS));
      expect(kinds).not.to.include('gap').and.not.to.include('snapshot');
    }
    const legs = walked.reduce((sum, each) => sum + each.legs, 0);
    expect(legs).to.be.greaterThan(2 * WALKERS);
  });

  it('tells whoever stays every seq in order, by itself or merged, in every process', () => {
    for (const client of steady) {
      expect(client.seqsOf(rushedId)).to.deep.equal(fromTo(1, BIDS + 1));
      expect(client.seqsOf(movingId)).to.deep.equal(fromTo(1, MOVING_BIDS));
      expect(client.named('gap')).to.deep.equal([]);
    }
  });

  it('shows of merged bids the last, under its own id, and says how many they were', async () => {
    const log = await readPublicLog(system.judge, rushedId, 0, BIDS + 1);
    for (const client of steady) {
      const merged = client.named('bid').filter(({ data }) => data['merged'] !== undefined);
      expect(merged.length).to.be.greaterThan(0);
      for (const { id, data } of merged.filter((each) => each.data['auctionId'] === rushedId)) {
        const { merged: count, ...rest } = data;
        expect(count).to.be.greaterThan(1);
        expect(rest).to.deep.equal(log[Number(data['seq']) - 1]?.told.data);
        expect(id).to.equal(`${rushedId}:e1:${String(data['seq'])}`);
      }
    }
  });

  it('leaves out no moved closing, and tells each before the bid that moved it', async () => {
    const log = await readPublicLog(system.judge, movingId, 0, MOVING_BIDS);
    const moves = log.flatMap(({ extended }) => extended?.closesAtMs ?? []);
    expect(moves.length).to.be.greaterThan(10);
    for (const client of steady) {
      const own = client.events.filter(({ data }) => data['auctionId'] === movingId);
      const told = own.filter(({ event }) => event === 'extended');
      expect(told.map(({ data }) => data['closesAtMs'])).to.deep.equal(moves);
      let closesAtMs: unknown = null;
      for (const { event, data } of own) {
        if (event === 'bid') expect(data['closesAtMs']).to.equal(closesAtMs);
        if (event === 'snapshot' || event === 'extended') closesAtMs = data['closesAtMs'];
      }
    }
  });

  it('tells the closing once, after every bid', () => {
    for (const { events } of steady) {
      const own = events.filter(({ id, data }) => id !== null && data['auctionId'] === rushedId);
      expect(own.map(({ event }) => event).indexOf('closed')).to.equal(own.length - 1);
      expect(own.at(-1)?.data).to.include({ outcome: 'cancelled', seq: BIDS + 1 });
    }
  });

  it('ends in order with a process that is stopped, and goes on whole in another', async () => {
    const auctionId = await openSomeAuction(system.judge);
    const leaving = await system.processes.start();
    const left = await Promise.all(fromTo(1, WALKERS).map(() => open(leaving, auctionId)));
    await eventually(() => Promise.resolve(left.every((each) => each.events.length > 0)));
    const bidding = rush(auctionId, BIDS);
    await eventually(() => Promise.resolve(left.every((each) => each.seqs.length > 0)));
    await leaving.stop();
    for (const client of left) {
      expect(await client.over).to.equal('ended');
      expect(client.retriesMs).to.have.length(2);
    }
    await bidding;
    for (const client of left) {
      const back = await open(system.other, auctionId, { 'last-event-id': client.lastId ?? '' });
      await eventually(() => Promise.resolve(back.seqs.at(-1) === BIDS || isAtEnd(client)));
      expect([...client.seqs, ...back.seqs]).to.deep.equal(fromTo(1, BIDS));
      expect(back.named('gap')).to.deep.equal([]);
      back.cut();
    }
  });
});

function isAtEnd({ seqs }: SseClient): boolean {
  return seqs.at(-1) === BIDS;
}
