import { expect } from 'chai';
import type { z } from 'zod';
import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import {
  bidEventSchema,
  closedEventSchema,
  extendedSchema,
  snapshotSchema,
  unknownSchema,
  viewersSchema,
} from '@sagopalgo/core/contracts/events.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { openStream } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import type { SseClient } from '@sagopalgo/sse-server/src/testing/sse-client.ts';
import { bidFromTo, openSomeAuction } from '@sagopalgo/sse-server/src/testing/test-auctions.ts';
import { EventParser } from './event-parser.ts';
import { streamSystem } from './stream-system.ts';
import type { StreamSystem } from './stream-system.ts';

const SCHEMAS: Record<string, z.ZodObject> = {
  snapshot: snapshotSchema,
  bid: bidEventSchema,
  extended: extendedSchema,
  closed: closedEventSchema,
  viewers: viewersSchema,
  unknown: unknownSchema,
};
const WITH_ID = ['snapshot', 'bid', 'closed'];
/** A closing so near that a bid moves it. */
const NEAR_MS = 60_000;
const VIEWERS_WITHIN_MS = 30_000;
const CONNECTIONS = 20;

describe('the form of a stream', function form() {
  this.timeout(90_000);
  let system: StreamSystem;
  let auctionId: string;
  let whole: SseClient;

  const told = (event: string) => whole.named(event).length > 0;

  before(async () => {
    system = await streamSystem();
    const { judge, one } = system;
    const closesAtMs = Date.now() + NEAR_MS;
    auctionId = await openSomeAuction(judge, { extension: 'auto', closesAtMs });
    whole = await openStream(one.port, `${auctionId},nobody-has-this`);
    await eventually(() => Promise.resolve(whole.named('snapshot').length > 0));
    await bidFromTo(judge, auctionId, 1, 3);
    await eventually(
      () => Promise.resolve(whole.seqs.length === 3 && told('viewers') && told('unknown')),
      VIEWERS_WITHIN_MS,
    );
    await closeAuction(judge, auctionId, { how: 'cancel' });
    await eventually(() => Promise.resolve(whole.named('closed').length > 0));
  });
  after(() => whole.cut());

  it('has the headers that keep it unbuffered, uncompressed and stored by nobody', () => {
    const { statusCode, headers } = whole.response;
    expect(statusCode).to.equal(200);
    expect(headers['content-type']).to.match(/^text\/event-stream(; ?charset=utf-8)?$/i);
    expect(headers).to.include({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    expect(headers).not.to.have.any.keys(
      ...['content-encoding', 'content-length', 'transfer-encoding', 'set-cookie'],
    );
  });

  it('tells a whole life in events of the contract, with no field that it does not name', () => {
    const kinds = new Set(whole.events.map(({ event }) => event));
    expect([...kinds]).to.have.members(Object.keys(SCHEMAS));
    for (const { event, data } of whole.events) {
      expect(SCHEMAS[event]?.strict().safeParse(data).error, event).to.equal(undefined);
    }
  });

  it('gives snapshot, bid and closed the id auctionId:epoch:seq and the others none', () => {
    for (const { id, event, data } of whole.events) {
      const { epoch, seq } = data as { epoch: string; seq: number };
      const expected = WITH_ID.includes(event) ? `${auctionId}:${epoch}:${seq}` : null;
      expect(id, event).to.equal(expected);
    }
  });

  it('is read by a browser without a field left over', () => {
    const events: string[] = [];
    const parser = new EventParser(({ event }) => events.push(event));
    parser.push(whole.text);
    expect(parser.strange).to.deep.equal([]);
    expect(events).to.deep.equal(whole.events.map(({ event }) => event));
  });

  it('beats with comments while nothing happens', async () => {
    const before = whole.comments.length;
    await eventually(() => Promise.resolve(whole.comments.length >= before + 3));
  });

  it('hints at once how long to wait before a reconnect, to everybody something else', async () => {
    const opened = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => openStream(system.other.port, auctionId)),
    );
    await eventually(() => Promise.resolve(opened.every(({ retriesMs }) => retriesMs.length > 0)));
    for (const { retriesMs } of opened) expect(retriesMs[0]).to.be.within(500, 10_000);
    expect(new Set(opened.map(({ retriesMs }) => retriesMs[0])).size).to.be.greaterThan(5);
    for (const each of opened) each.cut();
  });
});
