import { setTimeout as pause } from 'node:timers/promises';
import { inArray } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { expectSameBooks } from './kill-books.ts';
import type { KillSystem } from './kill-system.ts';
import type { Caller } from './people.ts';
import { PageWatcher } from './rolling-crowd.ts';
import { newBid, send } from './rush.ts';

const OPEN_FOR_MS = 3_000;
const BETWEEN_MS = 400;
/** Of whoever forgets to stop. */
const CLOSINGS_MAX = 100;
const SETTLED_WITHIN_MS = 60_000;

interface Sold {
  auctionId: string;
  buyerId: string;
  amountKrw: number;
  attempt: number;
}

/** One auction after the other that is over within seconds, each with one bid and one watcher, until told to stop. */
export class Closings {
  readonly #sold: Sold[] = [];
  readonly #watchers: PageWatcher[] = [];
  readonly #system: KillSystem;
  readonly #listing: Promise<void>;
  #isOver = false;

  constructor(system: KillSystem, url: string, people: readonly Caller[]) {
    this.#system = system;
    this.#listing = this.#listOn(url, people);
    // Whoever waits for it is told.
    this.#listing.catch(() => undefined);
  }

  /** Waits until so many more were listed, so that others close meanwhile. */
  async untilListed(more: number): Promise<void> {
    const goal = this.#sold.length + more;
    const isListed = () => Promise.resolve(this.#sold.length >= goal);
    await Promise.race([this.#listing, eventually(isListed, SETTLED_WITHIN_MS)]);
  }

  /** Lists no more; each that was listed has one result, one order, one record and one closing that was told. */
  async expectSettledOnce(): Promise<void> {
    this.#isOver = true;
    await this.#listing;
    const { db } = this.#system;
    const ids = this.#sold.map(({ auctionId }) => auctionId);
    const states = () => db.select().from(auctions).where(inArray(auctions.auctionId, ids));
    await eventually(
      async () => (await states()).every(({ state }) => state === 'sold'),
      SETTLED_WITHIN_MS,
    );
    const opened = await db.select().from(orders).where(inArray(orders.auctionId, ids));
    const told = opened.map(({ auctionId, buyerId, amountKrw, attempt }) => ({
      ...{ auctionId, buyerId, amountKrw, attempt },
    }));
    expect(told).to.have.deep.members(this.#sold);
    for (const auctionId of ids) await expectSameBooks(this.#system, auctionId);
    for (const { story } of this.#watchers) {
      await eventually(() => Promise.resolve(story.tally.closings > 0), SETTLED_WITHIN_MS);
      expect(story.tally).to.include({ closings: 1, gaps: 0 });
      expect(story.faults).to.deep.equal([]);
    }
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#listing.catch(() => undefined);
    for (const watcher of this.#watchers) watcher.leave();
  }

  async #listOn(url: string, people: readonly Caller[]): Promise<void> {
    for (let listed = 0; !this.#isOver; listed += 1) {
      if (listed === CLOSINGS_MAX) throw new Error('nobody stopped the closings');
      const caller = people[listed % people.length];
      if (!caller) throw new Error('somebody has to bid');
      const closesAtMs = Date.now() + OPEN_FOR_MS;
      const { auctionId, startKrw: amountKrw } = await this.#system.list({ closesAtMs });
      this.#watchers.push(new PageWatcher(url, auctionId));
      const { outcome } = await send(url, newBid(caller, auctionId, amountKrw));
      expect(outcome).to.have.property('status', 201);
      this.#sold.push({ auctionId, buyerId: caller.userId, amountKrw, attempt: 1 });
      await pause(BETWEEN_MS);
    }
  }
}
