import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { forgetLoaded } from '@sagopalgo/core/redis/loaded-marks.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { addUser, eventually, testToss } from '@sagopalgo/core/testing/connections.ts';
import { killSystemOrSkip } from '../walk/kill-system.ts';
import type { KillSystem } from '../walk/kill-system.ts';
import { MANIFEST_FILE } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { BACKUP_USAGE, readBackupOptions } from './options.ts';
import { connectRaw } from './raw-mysql.ts';
import { begin, placeBids, run, runCramped } from './testing.ts';

const READ_BY_OTHERS = 0o077;
const BEGUN_WITHIN_MS = 60_000;

describe('the command backup', function backup() {
  this.timeout(180_000);
  let system: KillSystem;
  let auctionId: string;
  const signingKey = newSigningKey();
  const folder = (name: string) => join(system.dataDir, name);
  const traces = (name: string) =>
    readdirSync(system.dataDir).filter((found) => found.startsWith(name));
  before(async function start() {
    system = await killSystemOrSkip(this);
    await system.startKeeper({ SIGNING_KEY: signingKey });
    for (let count = 0; count < 50; count += 1) await addUser(system.db);
    ({ auctionId } = await system.list());
    await placeBids(system, auctionId, [1000, 1100]);
  });
  after(() => system?.end());

  const expectRefused = async (name: string, why: RegExp) => {
    const before = traces(name);
    const { code, said } = await run(system, 'backup', folder(name));
    expect(said)
      .to.match(why)
      .and.match(/^No backup was made: /m);
    expect(code).to.equal(1);
    expect(traces(name)).to.deep.equal(before);
  };

  it('takes one folder', () => {
    expect(readBackupOptions(['one']).althoughRecordingStopped).to.equal(false);
    for (const args of [[], ['one', 'two'], ['--force', 'one']]) {
      expect(() => readBackupOptions(args)).to.throw(BACKUP_USAGE);
    }
  });

  it('makes files that are read by nobody else, with no secret of the house in them', async () => {
    // Where nothing is lacking it is whole, whatever is allowed.
    const made = await run(system, 'backup', folder('whole'), '--although-recording-stopped');
    expect(made.said).to.match(/ is whole\. Tables: /);
    const files = readdirSync(folder('whole')).map((name) => join(folder('whole'), name));
    const modes = [folder('whole'), ...files].map((path) => statSync(path).mode & READ_BY_OTHERS);
    expect(new Set(modes)).to.deep.equal(new Set([0]));
    const { TOSS_SECRET_KEY: tossKey } = testToss();
    const all = files.map((path) => textOf(path)).join('');
    expect(all).to.include(auctionId);
    for (const secret of [signingKey, tossKey, system.mysqlUrl]) {
      expect(secret).to.match(/.{20}/);
      expect(all).to.not.include(secret);
    }
    expect(traces('whole')).to.deep.equal(['whole']);
  });

  it('overwrites nothing', async () => {
    mkdirSync(folder('taken'));
    await expectRefused('taken', /taken is there already; a backup is made into a new folder\.\n$/);
    await expectRefused('nowhere/kept', /there is no folder .*nowhere\.\n$/);
  });

  it('leaves nothing when there is no room for it', async () => {
    const { code, said } = await runCramped(system, 2, 'backup', folder('cramped'));
    expect(said).to.match(/^No backup was made: there is no room for it \(E[A-Z]+\)\.\n$/);
    expect(code).to.equal(1);
    expect(traces('cramped')).to.deep.equal([]);
  });

  it('is made once at a time, and what is killed half-way is no backup', async () => {
    const blocking = await connectRaw(system.mysqlUrl);
    await blocking.query('LOCK TABLES users WRITE');
    try {
      const { child, ended } = begin(system, 'backup', folder('killed'));
      const begun = join(folder('killed.unfinished'), 'bids.jsonl.gz');
      const tooSoon = ended.then(({ said }) => expect.fail(`it ended: ${said}`));
      tooSoon.catch(() => undefined);
      const isBegun = eventually(() => Promise.resolve(existsSync(begun)), BEGUN_WITHIN_MS);
      await Promise.race([isBegun, tooSoon]);
      await expectRefused('other', /another backup of this database is under way\.\n$/);
      child.kill('SIGKILL');
      await ended;
    } finally {
      await blocking.end();
    }
    expect(existsSync(folder('killed'))).to.equal(false);
    const restored = await run(system, 'restore', folder('killed.unfinished'));
    expect(restored.said).to.match(/^Nothing was restored: .* is no whole backup/);
    await expectRefused('killed', /killed\.unfinished is there: .* Remove it if none is under way/);
    const next = async () => (await run(system, 'backup', folder('next'))).code === 0;
    await eventually(next, BEGUN_WITHIN_MS);
  });

  it('is not made of a database that is of another release', async () => {
    const connection = await connectRaw(system.mysqlUrl);
    const rename = "UPDATE __drizzle_migrations SET hash = CONCAT('x', hash) WHERE id = 1";
    await connection.query(rename);
    await expectRefused('foreign', /the database is not of this release: it has other migrations/);
    const back = 'UPDATE __drizzle_migrations SET hash = SUBSTRING(hash, 2) WHERE id = 1';
    await connection.query(back);
    await connection.end();
  });

  it('is not made of a record that lacks answered bids, and says whose', async () => {
    const astray = await system.list();
    await placeBids(system, astray.auctionId, [1000]);
    // An epoch that the record never gave.
    await system.redis.hset(auctionKeys(astray.auctionId).state, 'epochNumber', 9, 'seq', 7);
    const why = `lacks answered bids of ${astray.auctionId} \\(recording has stopped`;
    await expectRefused('astray', new RegExp(`${why}[^]*With --although-recording-stopped`));
    const made = await run(system, 'backup', folder('stopped'), '--although-recording-stopped');
    expect(made.said).to.include(`stopped may lack answered bids of ${astray.auctionId}. Tables:`);
    expect(made.code).to.equal(0);
    const manifest = JSON.parse(textOf(join(folder('stopped'), MANIFEST_FILE))) as Manifest;
    expect(manifest).to.deep.include({ format: 2, lacksBidsOf: [astray.auctionId] });
    await system.redis.del(auctionKeys(astray.auctionId).state);
  });

  it('is not made where it lacks bids of an auction whose recording goes on, whatever is allowed', async () => {
    const early = await system.list();
    await placeBids(system, early.auctionId, [1000]);
    // To the record it opens in a moment, so that nobody records it yet.
    const opensAtMs = Date.now() + 50_000;
    await system.db
      .update(auctions)
      .set({ opensAtMs })
      .where(eq(auctions.auctionId, early.auctionId));
    await system.redis.hset(auctionKeys(early.auctionId).state, 'seq', 7);
    const { code, said } = await run(
      ...([system, 'backup', folder('early'), '--although-recording-stopped'] as const),
    );
    const why = `the record lacks answered bids of ${early.auctionId}, whose recording has not stopped`;
    expect(said).to.include(`No backup was made: ${why}`);
    expect(code).to.equal(1);
    expect(traces('early')).to.deep.equal([]);
    await system.redis.del(auctionKeys(early.auctionId).state);
  });

  it('is not made while Redis does not hold what is open', async function refused() {
    const keeperless = await killSystemOrSkip(this);
    await forgetLoaded(keeperless.redis);
    const { code, said } = await run(keeperless, 'backup', folder('unloaded'));
    expect(said).to.include('Redis does not hold every open auction; start a keeper');
    expect(code).to.equal(1);
    await keeperless.end();
  });
});

function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
