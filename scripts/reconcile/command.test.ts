import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { openTestOrder } from '@sagopalgo/core/testing/booked-orders.ts';
import { addAuction, openTestConnections, testUrls } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { ROOT } from '../root.ts';
import { RECONCILE_USAGE, readReconcileOptions } from './options.ts';

const SALE_DATE = '2032-02-03';

interface Ended {
  code: number | null;
  said: string;
}

function reconcileAt(mysqlUrl: string, options: string[]): Promise<Ended> {
  const { redisUrl } = testUrls();
  const env = { ...process.env, MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl };
  const command = [join(ROOT, 'scripts/reconcile.ts'), ...options];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, said: stdout + stderr }),
    );
  });
}

describe('the command reconcile', () => {
  let own: OwnDatabase;
  let connections: TestConnections;
  let auctionId: string;
  const reconcile = (...options: string[]) => reconcileAt(own.mysqlUrl, options);
  before(async () => {
    own = await openOwnDatabase();
    const opened = await openTestConnections();
    connections = { ...opened, db: own.db };
    const auction = await addAuction(connections.db, { saleDate: SALE_DATE });
    ({ auctionId } = auction);
    await openAuction(connections.redis, auction);
  });
  after(async () => {
    await connections.end();
    await own.end();
  });

  it('says that nothing differs', async () => {
    expect(await reconcile('--date', SALE_DATE)).to.deep.equal({
      ...{ code: 0, said: `1 auction of ${SALE_DATE} and the books: nothing differs.\n` },
    });
  });

  it('prints each difference in a line and fails', async () => {
    const where = eq(auctions.auctionId, auctionId);
    await connections.db.update(auctions).set({ priceKrw: 5 }).where(where);
    const { code, said } = await reconcile('--auction', auctionId);
    expect(code).to.equal(1);
    expect(said).to.include(`auction ${auctionId}: the record's price is 5 where null is expected`);
    expect(said).to.match(/1 auction: \d+ differences?\.\n$/);
    await connections.db.delete(auctions).where(where);
  });

  it('looks at the books with every day, whenever the orders were', async () => {
    const { orderId } = await openTestOrder(own.db);
    await own.db.update(orders).set({ state: 'paid' }).where(eq(orders.orderId, orderId));
    const { code, said } = await reconcile('--date', '2032-02-04');
    expect(code).to.equal(1);
    expect(said).to.equal(
      `order ${orderId}: it is paid, with 0 sales booked and 0 won of them left\n` +
        '0 auctions of 2032-02-04 and the books: 1 difference.\n',
    );
    await own.db.delete(orders).where(eq(orders.orderId, orderId));
  });

  it('takes today in Seoul unless it is told, and says what is wrong', async () => {
    const lateMs = Date.parse('2026-11-21T16:00:00Z');
    expect(readReconcileOptions([], lateMs)).to.deep.equal({ saleDate: '2026-11-22' });
    expect(() => readReconcileOptions(['--date', '2026-02-30'], lateMs)).to.throw('--date must be');
    const both = ['--date', SALE_DATE, '--auction', 'x'];
    for (const unknown of ['--day', '2026-11-21']) {
      expect(() => readReconcileOptions([unknown], lateMs)).to.throw(RECONCILE_USAGE);
    }
    expect(() => readReconcileOptions(both, lateMs)).to.throw('exclude each other');
    expect(await reconcile('--auction', 'none')).to.deep.include({ code: 1 });
  });
});
