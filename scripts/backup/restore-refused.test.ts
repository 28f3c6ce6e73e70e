import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addUser, eventually, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { createDatabase, dropDatabase, testDatabaseName } from '../services/database.ts';
import { killSystemOrSkip } from '../walk/kill-system.ts';
import type { KillSystem } from '../walk/kill-system.ts';
import { SUMS_FILE } from './backup-folder.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { readEmptyStores, readRestoreOptions, RESTORE_USAGE } from './options.ts';
import { connectRaw } from './raw-mysql.ts';
import { begin, placeBids, run } from './testing.ts';

const BEGUN_WITHIN_MS = 60_000;

describe('the command restore', function restore() {
  this.timeout(180_000);
  let full: KillSystem;
  let empty: KillSystem;
  let auctionId: string;
  let whole: string;
  before(async function start() {
    full = await killSystemOrSkip(this);
    empty = await killSystemOrSkip(this);
    const keeper = await full.startKeeper();
    ({ auctionId } = await full.list());
    await addUser(full.db);
    await placeBids(full, auctionId, [1000, 1100]);
    whole = join(full.dataDir, 'whole');
    const made = await run(full, 'backup', whole);
    expect(made, made.said).to.include({ code: 0 });
    await keeper.stop();
  });
  after(async () => {
    await full?.end();
    await empty?.end();
  });

  const copyOf = (name: string): string => {
    const folder = join(full.dataDir, name);
    cpSync(whole, folder, { recursive: true });
    return folder;
  };

  const expectRefused = async (folder: string, why: RegExp) => {
    const { code, said } = await run(empty, 'restore', folder);
    expect(said)
      .to.match(why)
      .and.match(/^Nothing was restored: /);
    expect(code).to.equal(1);
    expect(await empty.db.$count(auctions)).to.equal(0);
    expect(await empty.redis.keys('auction*')).to.deep.equal([]);
  };

  it('takes one folder, and is told in full which stores to fill', () => {
    for (const args of [[], ['one', 'two'], ['--force', 'one']]) {
      expect(() => readRestoreOptions(args)).to.throw(RESTORE_USAGE);
    }
    const redisUrl = 'redis://127.0.0.1:1';
    for (const mysqlUrl of ['', 'mysql://127.0.0.1:1/']) {
      const env = { MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl };
      expect(() => readEmptyStores(env)).to.throw('must name the empty stores');
    }
  });

  it('refuses what is no backup, or not a whole one', async () => {
    await expectRefused(join(full.dataDir, 'nothing'), /nothing is no whole backup: it has no SHA/);
    const lacking = copyOf('lacking');
    rmSync(join(lacking, 'bids.jsonl.gz'));
    await expectRefused(lacking, /is no whole backup: it lacks bids\.jsonl\.gz\.\n$/);
    const unnamed = copyOf('unnamed');
    const sums = join(unnamed, SUMS_FILE);
    writeFileSync(sums, readFileSync(sums, 'utf8').replace(/.* {2}bids\.jsonl\.gz\n/, ''));
    await expectRefused(unnamed, /is no whole backup: it lacks bids\.jsonl\.gz\.\n$/);
  });

  it('refuses what is not as it was written', async () => {
    const longer = copyOf('longer');
    appendFileSync(join(longer, 'users.jsonl.gz'), '\n');
    await expectRefused(longer, /damaged: users\.jsonl\.gz is not as it was written\.\n$/);
    const cut = copyOf('cut');
    writeFileSync(join(cut, SUMS_FILE), readFileSync(join(cut, SUMS_FILE)).subarray(0, -9));
    await expectRefused(cut, /is damaged: SHA256SUMS cannot be read/);
  });

  it('refuses what another release has made, and says which', async () => {
    const laidOut = copyOf('laid-out');
    rewriteManifest(laidOut, (manifest) => ({ ...manifest, format: 3 }));
    await expectRefused(laidOut, /reads backups of format 1 and 2, and this is one of 3\.\n$/);
    const older = copyOf('older');
    rewriteManifest(older, (manifest) => ({ ...manifest, release: '0.0.9', migrations: ['x'] }));
    await expectRefused(older, /is of release 0\.0\.9 \(migrations: 1\), and this is/);
  });

  it('refuses to count fewer rows than there were, and takes back what it had put there', async () => {
    const counted = copyOf('counted');
    rewriteManifest(counted, ({ tables, ...rest }) => ({
      ...rest,
      tables: tables.map((table) => (table.name === 'users' ? { ...table, rows: 9 } : table)),
    }));
    await expectRefused(counted, /damaged: users has \d+ rows, not 9\.\n$/);
  });

  it('refuses a MySQL or a Redis that is not empty, and touches neither', async () => {
    const userId = await addUser(empty.db);
    await expectRefused(whole, /the database is not empty: there are rows in users\.\n$/);
    expect((await empty.db.select().from(users)).map((user) => user.userId)).to.deep.equal([
      userId,
    ]);
    await empty.db.delete(users);
    await empty.redis.set('somebody', 'lives here');
    await expectRefused(whole, /Redis is not empty \(keys: 1\)\. Stop every part/);
    expect(await empty.redis.get('somebody')).to.equal('lives here');
    await empty.redis.del('somebody');
  });

  it('is done once at a time, and leaves the system empty when it is killed half-way', async () => {
    const blocking = await connectRaw(empty.mysqlUrl);
    await blocking.beginTransaction();
    await blocking.query("SELECT * FROM users WHERE user_id > '' FOR UPDATE");
    const isHalf = async () => (await uncommitted(empty)) > 0;
    try {
      const { child, ended } = begin(empty, 'restore', whole);
      await eventually(isHalf, BEGUN_WITHIN_MS);
      const { said } = await run(empty, 'restore', whole);
      expect(said).to.include('another restore of this database is under way.');
      child.kill('SIGKILL');
      await ended;
    } finally {
      await blocking.end();
    }
    await eventually(async () => !(await isHalf()));
    expect(await empty.redis.dbsize()).to.equal(0);
  });

  it('refuses what may lack bids, unless it is told so: these wait for an operator, doors shut or not', async () => {
    const stopped = copyOf('stopped');
    const lacking = { format: 2, lacksBidsOf: [auctionId] };
    rewriteManifest(stopped, (manifest) => ({ ...manifest, ...lacking }));
    const why = `may lack answered bids of ${auctionId}: .* With --although-recording-stopped`;
    await expectRefused(stopped, new RegExp(why));
    const mysqlUrl = await createDatabase(testUrls().mysqlUrl, testDatabaseName());
    const flags = ['--doors-were-shut', '--although-recording-stopped'];
    const restored = await run({ ...empty, mysqlUrl }, 'restore', stopped, ...flags);
    expect(restored.said).to.match(/Auctions in Redis: 1\.\nInterrupted auctions: 1, /);
    const { states } = await readLive(empty.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({ interrupted: true });
    await empty.redis.flushdb();
    await dropDatabase(mysqlUrl);
  });

  it('lets open auctions go on when it is told that nobody bid after the backup', async () => {
    // A database without a table is as empty as one that was migrated.
    const mysqlUrl = await createDatabase(testUrls().mysqlUrl, testDatabaseName());
    const bare = { ...empty, mysqlUrl };
    const restored = await run(bare, 'restore', whole, '--doors-were-shut');
    expect(restored.said).to.match(/^Rows in the record: \d+\. Auctions in Redis: 1\.\n$/);
    const { states } = await readLive(empty.redis, [auctionId]);
    expect(states.get(auctionId)).to.include({
      ...{ state: 'live', interrupted: false, seq: 2, priceKrw: 1100 },
    });
    await placeBids(empty, auctionId, [1200]);
    const refused = await run(bare, 'restore', whole);
    expect(refused.said).to.include('the database is not empty');
    await dropDatabase(mysqlUrl);
  });
});

interface Told {
  tables: { name: string; rows: number }[];
  [name: string]: unknown;
}

// As somebody would who has the checksums right and something else wrong.
function rewriteManifest(folder: string, change: (manifest: Told) => Told): void {
  const path = join(folder, MANIFEST_FILE);
  const text = JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Told));
  writeFileSync(path, text);
  const sums = join(folder, SUMS_FILE);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const others = readFileSync(sums, 'utf8').replace(/.* {2}manifest\.json\n/, '');
  writeFileSync(sums, `${others}${sha256}  ${MANIFEST_FILE}\n`);
}

async function uncommitted({ db }: KillSystem): Promise<number> {
  return await db.transaction(
    async (tx) => {
      const [rows] = await tx.execute(sql`SELECT COUNT(*) AS count FROM auctions`);
      return (rows as unknown as { count: number }[])[0]?.count ?? 0;
    },
    { isolationLevel: 'read uncommitted' },
  );
}
