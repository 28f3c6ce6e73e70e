import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { endLambdaConnections } from './connections.ts';
import { DOUBTS_WITHIN_MS } from './close-auctions/doubt-time.ts';
import { handler as closeAuctions } from './close-auctions/handler.ts';
import { handler as openAuctions } from './open-auctions/handler.ts';
import { handler as recordBids } from './record-bids/handler.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { listedAuction, openLambdaConnections, placeBids } from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';
import { AT_WORK_WITHIN_MS, startKeeper } from './testing-keeper.ts';

const CLOSES_IN_MS = 3_000;
const OPENS_IN_MS = 500;

describe('the two doors of the hands', function doors() {
  this.timeout(3 * AT_WORK_WITHIN_MS);
  let connections: LambdaTestConnections;
  /** A keeper goes through all of the record, and that of the other tests is long. */
  let own: OwnDatabase;
  let kept: LambdaTestConnections;
  let keeper: ChildProcess | null = null;
  before(async () => {
    connections = await openLambdaConnections();
    own = await openOwnDatabase();
    kept = { ...connections, db: own.db };
  });
  afterEach(() => {
    keeper?.kill('SIGKILL');
    keeper = null;
    return endLambdaConnections();
  });
  after(async () => {
    await own.end();
    await connections.end();
  });

  const ordersOf = (auctionId: string, { db } = kept) =>
    db.select().from(orders).where(eq(orders.auctionId, auctionId));
  const isRecorded = async (auctionId: string, count: number, { db } = kept) =>
    (await db.$count(bids, eq(bids.auctionId, auctionId))) === count;

  function start(env: Record<string, string> = {}): ChildProcess {
    keeper = startKeeper(own.mysqlUrl, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    return keeper;
  }

  it('records, restores and settles by itself in the keeper, which stops when told', async () => {
    const closesAtMs = Date.now() + CLOSES_IN_MS;
    const { auctionId } = await listedAuction(kept, { closesAtMs });
    await placeBids(kept, auctionId, [1000, 1100]);
    const process = start();
    await eventually(() => isRecorded(auctionId, 2), AT_WORK_WITHIN_MS);
    const [order] = await eventually(async () => {
      const found = await ordersOf(auctionId);
      return found.length > 0 && found;
    });
    expect(order).to.include({ amountKrw: 1100, buyerId: 'bidder-1' });
    const exited = once(process, 'exit');
    process.kill('SIGTERM');
    expect(await exited).to.deep.equal([0, null]);
  });

  it('takes up where a killed keeper left off, with nothing lost or twice', async () => {
    const { auctionId } = await listedAuction(kept);
    start();
    await placeBids(kept, auctionId, [1000, 1100]);
    await eventually(() => isRecorded(auctionId, 2), AT_WORK_WITHIN_MS);
    keeper?.kill('SIGKILL');
    await placeBids(kept, auctionId, [1200, 1300, 1400]);
    start();
    await eventually(() => isRecorded(auctionId, 5), AT_WORK_WITHIN_MS);
  });

  it('says in a sentence which Redis does not answer, and does not start', async () => {
    const process = start({ REDIS_URL: 'redis://127.0.0.1:1' });
    let said = '';
    process.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    expect(await once(process, 'close')).to.deep.equal([1, null]);
    expect(said).to.equal('keeper did not start: Redis does not answer at 127.0.0.1:1\n');
  });

  it('does the same by the scheduled handlers alone, however often they fire', async () => {
    // They load what all other tests have left in the record, before anything of this one is due.
    await openAuctions();
    const opensAtMs = Date.now() + OPENS_IN_MS;
    const closesAtMs = opensAtMs + CLOSES_IN_MS;
    const { auctionId } = await addAuction(connections.db, { opensAtMs, closesAtMs });
    await openAuctions();
    await eventually(() => Promise.resolve(Date.now() > opensAtMs));
    await placeBids(connections, auctionId, [1000]);
    await Promise.all([recordBids(), recordBids()]);
    expect(await isRecorded(auctionId, 1, connections)).to.equal(true);
    await eventually(async () => {
      const { states } = await readLive(connections.redis, [auctionId]);
      return states.get(auctionId)?.state === 'closed';
    });
    // Where loading it took until after its opening, doubts have their time before it is settled.
    await eventually(async () => {
      await Promise.all([closeAuctions(), closeAuctions()]);
      return (await ordersOf(auctionId, connections)).length > 0;
    }, 2 * DOUBTS_WITHIN_MS);
    await closeAuctions();
    expect(await ordersOf(auctionId, connections)).to.have.length(1);
  });
});
