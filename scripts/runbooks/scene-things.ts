import { expect } from 'chai';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { addAuction, addUser, eventually } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { auctionRow } from '../walk/auction-row.ts';
import { crowd } from '../walk/people.ts';
import type { Caller } from '../walk/people.ts';
import { newBid, send } from '../walk/rush.ts';
import type { SentBid } from '../walk/rush.ts';
import type { House } from './house.ts';

export const WITHIN_MS = 60_000;
const HOUR_MS = 3_600_000;

/** An auction of today that people bid on, and who they are. */
export interface Sale {
  auctionId: string;
  saleDate: string;
  people: Caller[];
  /** What was answered, in order. */
  answered: { bid: SentBid; seq: number; priceKrw: number }[];
}

/** An auction in the record and in Redis, with somebody to bid. */
export async function openSale(house: House, given: Partial<AuctionRow> = {}): Promise<Sale> {
  const { db, redis } = house;
  const saleDate = kstDate(Date.now());
  const times = { opensAtMs: Date.now() - HOUR_MS, closesAtMs: Date.now() + HOUR_MS };
  const sellerId = await addUser(db);
  const auction = await addAuction(db, { ...times, sellerId, saleDate, ...given });
  await openAuction(redis, auction);
  return { auctionId: auction.auctionId, saleDate, people: await crowd(house, 2), answered: [] };
}

/** Has the two bid by turns, so many times; throws when one is not accepted. */
export async function bidOn({ apiUrl }: House, sale: Sale, count: number): Promise<void> {
  for (let bid = 0; bid < count; bid += 1) {
    const amountKrw = 1_000 + 100 * sale.answered.length;
    const caller = sale.people[sale.answered.length % 2] as Caller;
    const { outcome, ...sent } = await send(apiUrl, newBid(caller, sale.auctionId, amountKrw));
    if (!('answer' in outcome)) throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
    const { seq, priceKrw } = outcome.answer;
    sale.answered.push({ bid: sent, seq, priceKrw });
  }
}

/** Waits until the record has all that was answered. */
export async function untilRecorded({ db }: House, sale: Sale): Promise<void> {
  const last = sale.answered.at(-1)?.seq ?? 0;
  const isRecorded = async () => (await auctionRow(db, sale.auctionId)).recordedSeq >= last;
  await eventually(isRecorded, WITHIN_MS);
}

/** Throws unless every answered bid is answered again as it was, and the next one is accepted. */
export async function expectBidsKept(house: House, sale: Sale): Promise<void> {
  for (const { bid, seq, priceKrw } of sale.answered) {
    const { outcome } = await send(house.apiUrl, bid);
    expect(outcome).to.have.property('answer').that.includes({ seq, priceKrw });
  }
  await bidOn(house, sale, 1);
  expect(sale.answered.at(-1)?.seq).to.equal(sale.answered.length);
  await untilRecorded(house, sale);
}

/** Throws unless each of these says that it is ready. */
export async function expectReady(house: House, ...rooms: string[]): Promise<void> {
  for (const room of rooms) {
    const port = house.service(room).portOf(9000);
    await eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz/ready`);
      await answer.body?.cancel();
      return answer.ok;
    }, WITHIN_MS);
  }
}
