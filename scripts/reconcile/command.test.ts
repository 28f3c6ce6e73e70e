import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction } from '@sagopalgo/core/redis/commands.ts';
import { addAuction, openTestConnections, testUrls } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { ROOT } from '../root.ts';
import { RECONCILE_USAGE, readReconcileOptions } from './options.ts';

const SALE_DATE = '2032-02-03';

interface Ended {
  code: number | null;
  said: string;
}

function reconcile(...options: string[]): Promise<Ended> {
  const { mysqlUrl, redisUrl } = testUrls();
  const env = { ...process.env, MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl };
  const command = [join(ROOT, 'scripts/reconcile.ts'), ...options];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, said: stdout + stderr }),
    );
  });
}

describe('the command reconcile', () => {
  let connections: TestConnections;
  let auctionId: string;
  before(async () => {
    connections = await openTestConnections();
    const auction = await addAuction(connections.db, { saleDate: SALE_DATE });
    ({ auctionId } = auction);
    await openAuction(connections.redis, auction);
  });
  after(() => connections.end());

  it('says that nothing differs', async () => {
    expect(await reconcile('--date', SALE_DATE)).to.deep.equal({
      ...{ code: 0, said: `1 auction of ${SALE_DATE}: nothing differs.\n` },
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
