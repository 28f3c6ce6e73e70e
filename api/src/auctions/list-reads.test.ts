import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sql } from 'drizzle-orm';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { addAuction, addUser } from '@sagopalgo/core/testing/connections.ts';
import type { AuctionRow } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const HOUR_MS = 3_600_000;
const OPEN = 500;
const COMING = 2_500;

describe('what a list reads of the record', () => {
  let own: OwnDatabase;
  let api: ApiUnderTest;
  let single: { db: Db; end: () => Promise<void> };
  before(async () => {
    own = await openOwnDatabase();
    // The server counts what one connection reads.
    single = connectMysql(own.mysqlUrl, 1);
    api = await startApi(() => ({ db: single.db }), { READ_CACHE_MS: '0' });
    const { listedKrw: _made, ...row } = await addAuction(own.db, {
      ...{ sellerId: await addUser(own.db), createdAtMs: 1, startKrw: 2_000 },
    });
    await add(row, OPEN - 1, {});
    await add(row, COMING, {
      ...{ opensAtMs: Date.now() + HOUR_MS, closesAtMs: Date.now() + 2 * HOUR_MS },
      ...{ createdAtMs: 2, startKrw: 1_000, viewCount: 1, bidCount: 1 },
    });
    await own.db.execute(sql`ANALYZE TABLE auctions`);
  });
  after(async () => {
    await Promise.all([api.end(), single.end()]);
    await own.end();
  });

  async function add(
    row: Omit<AuctionRow, 'listedKrw'>,
    count: number,
    given: Partial<Omit<AuctionRow, 'listedKrw'>>,
  ): Promise<void> {
    const rows = Array.from({ length: count }, () => ({
      ...{ ...row, ...given, auctionId: randomUUID() },
    }));
    await own.db.insert(auctions).values(rows);
  }

  async function countReads(): Promise<number> {
    const [rows] = await single.db.execute(sql`SHOW SESSION STATUS LIKE 'Handler_read%'`);
    const counted = rows as unknown as { Variable_name: string; Value: string }[];
    return counted
      .filter(({ Variable_name: name }) => /_(key|next|prev)$/.test(name))
      .reduce((sum, { Value: value }) => sum + Number(value), 0);
  }

  for (const sort of ['newest', 'bids', 'views', 'price-low']) {
    it(`is little of what has yet to open where what is live is sorted by ${sort}`, async () => {
      const before = await countReads();
      const { body } = await api.call('GET', `/auctions?state=live&sort=${sort}&limit=20`);
      expect(body.items).to.have.length(20);
      expect((await countReads()) - before).to.be.below(2 * OPEN);
    });
  }
});
