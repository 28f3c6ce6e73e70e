import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { inArray } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { addAuction, testUrls } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { connectRedis } from '@sagopalgo/core/redis/connect.ts';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { createDatabase, dropDatabase, testDatabaseName } from '../services/database.ts';

const SETTLER = fileURLToPath(new URL('settler.ts', import.meta.url));
const SOLD = 12;
const UNSOLD = 4;
const OPEN_FOR_MS = 2_500;

describe('closing handlers that come at once', function settling() {
  this.timeout(60_000);
  let connections: TestConnections;
  let mysqlUrl: string;
  const settlers: ChildProcess[] = [];
  const sold: { auctionId: string; priceKrw: number }[] = [];
  const unsold: string[] = [];

  before(async () => {
    // A database that no other keeper settles.
    mysqlUrl = await createDatabase(testUrls().mysqlUrl, testDatabaseName());
    await migrateDatabase(mysqlUrl);
    connections = await openOwn(mysqlUrl);
    const closesAtMs = Date.now() + OPEN_FOR_MS;
    for (let index = 0; index < SOLD + UNSOLD; index += 1) {
      const auction = await addAuction(connections.db, { closesAtMs });
      await openAuction(connections.redis, auction);
      if (index < SOLD) sold.push(await bidOn(connections, auction.auctionId, 1 + index));
      else unsold.push(auction.auctionId);
    }
    settlers.push(...[1, 2].map(() => startSettler(mysqlUrl)));
    await Promise.all(settlers.map((settler) => once(settler, 'message')));
    await untilPast(closesAtMs);
  });
  after(async () => {
    for (const settler of settlers) settler.kill();
    await connections.end();
    await dropDatabase(mysqlUrl);
  });

  const states = async (): Promise<Map<string, string>> => {
    const rows = await connections.db.select().from(auctions);
    return new Map(rows.map(({ auctionId, state }) => [auctionId, state]));
  };

  async function expectOneOrderEach(): Promise<void> {
    const ids = [...sold.map(({ auctionId }) => auctionId), ...unsold];
    const found = await connections.db.select().from(orders).where(inArray(orders.auctionId, ids));
    const told = found.map(({ auctionId, amountKrw, attempt }) => ({
      ...{ auctionId, attempt },
      priceKrw: amountKrw,
    }));
    expect(told).to.have.deep.members(sold.map((auction) => ({ ...auction, attempt: 1 })));
    const settled = await states();
    for (const { auctionId } of sold) expect(settled.get(auctionId)).to.equal('sold');
    for (const auctionId of unsold) expect(settled.get(auctionId)).to.equal('unsold');
  }

  it('open one order for every sold auction and none for the others', async () => {
    expect(await Promise.all(settlers.map(settle))).to.deep.equal(['settled', 'settled']);
    await expectOneOrderEach();
  });

  it('change nothing when one comes again later', async () => {
    const [settler] = settlers;
    if (!settler) throw new Error('no settler');
    expect(await settle(settler)).to.equal('settled');
    await expectOneOrderEach();
  });
});

async function openOwn(mysqlUrl: string): Promise<TestConnections> {
  const { db, end } = connectMysql(mysqlUrl);
  const redis = connectRedis(testUrls().redisUrl);
  await redis.connect();
  return {
    db,
    redis,
    end: async () => {
      redis.disconnect();
      await end();
    },
  };
}

async function bidOn(
  { redis }: TestConnections,
  auctionId: string,
  count: number,
): Promise<{ auctionId: string; priceKrw: number }> {
  let priceKrw = 900;
  for (let index = 0; index < count; index += 1) {
    priceKrw += 100;
    const bidder = { bidderId: `bidder-${index % 2}`, bidId: randomUUID() };
    await placeBid(redis, { auctionId, kind: 'exact', amountKrw: priceKrw, ...bidder });
  }
  return { auctionId, priceKrw };
}

function startSettler(mysqlUrl: string): ChildProcess {
  const env = { ...process.env, MYSQL_URL: mysqlUrl, REDIS_URL: testUrls().redisUrl };
  return fork(SETTLER, { env: { ...env, LOG_LEVEL: 'error' } });
}

async function settle(settler: ChildProcess): Promise<unknown> {
  const answered = once(settler, 'message');
  settler.send('settle');
  const [answer] = (await answered) as unknown[];
  return answer;
}

function untilPast(momentMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, momentMs - Date.now()) + 5);
  });
}
