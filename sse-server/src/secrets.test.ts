import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLog } from '@sagopalgo/core/redis/read-log.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { markEndedLoaded, openOwn, somePerson } from './testing/own-streams.ts';
import { openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import { bidAuto, bidExactly, bidFromTo, openSomeAuction } from './testing/test-auctions.ts';
import { openJudge, openTestWindow } from './testing/test-window.ts';
import type { TestWindow } from './testing/test-window.ts';

const SECRET_KRW = 777_000;
const RAISES = 5;

describe('what only the leader knows', () => {
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

  async function look(auctions: string): Promise<SseClient> {
    const client = await openStream(window.port, auctions);
    clients.push(client);
    return client;
  }

  async function sees(client: SseClient, seq: number): Promise<void> {
    await eventually(async () => client.events.some(({ data }) => data['seq'] === seq));
  }

  /** A stream of somebody's own; what it tells of itself has come by then. */
  async function lookAs(userId: string, auctions: string): Promise<SseClient> {
    const client = await openOwn(window.port, auctions, { cookie: somePerson({ userId }).cookie });
    clients.push(client);
    await eventually(async () => client.named('own').length > 0);
    return client;
  }

  /** All that watchers of every kind receive of an auction, whether or not its leader raises. */
  async function received(raises: number): Promise<Received> {
    const auctionId = await openSomeAuction(judge);
    const [leader, other] = [randomUUID(), randomUUID()];
    const raise = async (fromKrw: number) => {
      for (let step = 0; step < raises; step += 1) {
        await bidAuto(judge, auctionId, leader, fromKrw + step);
      }
      await passCheck();
    };
    const watcher = await look(auctionId);
    const stranger = await lookAs(randomUUID(), auctionId);
    const concerned = [await lookAs(leader, auctionId), await lookAs(other, auctionId)];
    for (const client of [watcher, stranger, ...concerned]) await sees(client, 0);
    await bidAuto(judge, auctionId, leader, SECRET_KRW);
    await sees(watcher, 1);
    await raise(SECRET_KRW + 1);
    const late = await look(auctionId);
    await sees(late, 1);
    await bidExactly(judge, auctionId, other, 2_000);
    await sees(watcher, 2);
    await raise(SECRET_KRW + 100);
    const resumed = await look(`${auctionId}@e1:0`);
    await sees(resumed, 2);
    await bidExactly(judge, auctionId, other, 3_000);
    for (const client of [watcher, late, resumed, stranger, ...concerned]) await sees(client, 3);
    const log = await readLog(judge, auctionId, { seq: 0, raise: 0 }, 100);
    expect(log).to.have.length(3 + 2 * raises);
    const texts = (of: SseClient[]) => of.map(({ text }) => plain(text, auctionId));
    return {
      everybody: texts([watcher, late, resumed]),
      stranger: plain(without('own', stranger.text), auctionId),
      concerned: concerned.map(({ text }) => {
        return plain(without('outbid', without('own', text)), auctionId);
      }),
      outbid: concerned.map((client) => client.named('outbid').map(({ data }) => data['seq'])),
      all: texts([watcher, late, resumed, stranger, ...concerned]),
      userIds: [leader, other],
    };
  }

  // Of an auction that is watched and not subscribed to, only a check can tell.
  async function passCheck(): Promise<void> {
    const auctionId = await openSomeAuction(judge);
    const witness = await look(auctionId);
    await sees(witness, 0);
    await window.subscriber.sunsubscribe(auctionKeys(auctionId).channel);
    await bidFromTo(judge, auctionId, 1, 1);
    await sees(witness, 1);
  }

  function without(event: string, text: string): string {
    return text.replaceAll(new RegExp(`^event: ${event}\\ndata: .*\\n\\n`, 'gm'), '');
  }

  // What differs between any two auctions.
  function plain(text: string, auctionId: string): string {
    return text
      .replaceAll(auctionId, 'this auction')
      .replaceAll(/\b\d{13}\b/g, 'a moment')
      .replaceAll(/^retry: \d+$/gm, 'retry');
  }

  it('silent raises and maxima change no byte that any watcher receives', async () => {
    const [silent, quiet] = [await received(RAISES), await received(0)];
    expect(silent.everybody).to.deep.equal(quiet.everybody);
    for (const { everybody, stranger, concerned, outbid, all, userIds } of [silent, quiet]) {
      // Whoever is signed in is told to the byte what everybody is, and of being outbid beside.
      for (const text of [stranger, ...concerned]) expect(text).to.equal(everybody[0]);
      expect(outbid).to.deep.equal([[], [2, 3]]);
      for (const text of all) {
        expect(text)
          .to.include('"priceKrw":3100')
          .and.not.match(/leaderId|outbidId|777|"leader"|raise/);
        for (const userId of userIds) expect(text).to.not.include(userId);
      }
      for (const text of [...everybody, stranger]) expect(text).to.not.match(/outbid|own/);
    }
  });
});

interface Received {
  everybody: string[];
  stranger: string;
  concerned: string[];
  /** The seqs with which each of those concerned was told of being outbid. */
  outbid: unknown[][];
  /** Every byte of every stream. */
  all: string[];
  userIds: string[];
}
