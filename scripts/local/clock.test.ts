import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { eventually, testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { alone } from '../backup/alone.ts';
import { createDatabase, dropDatabase, testDatabaseName } from '../services/database.ts';
import { startPart } from './part.ts';

/** Nobody listens there. */
const NO_S3 = 'http://127.0.0.1:9';
/** What the clock finds to do is nobody else's. */
const REDIS_DATABASE = '/9';

describe('a clock before there is an S3, which in compose waits for it', () => {
  let folder: string;
  let mysqlUrl: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sagopalgo-clock-'));
    mysqlUrl = await createDatabase(testUrls().mysqlUrl, testDatabaseName());
    await migrateDatabase(mysqlUrl);
  });
  after(async () => {
    await dropDatabase(mysqlUrl);
    rmSync(folder, { recursive: true, force: true });
  });

  function startClock(logFile: string) {
    const redisUrl = Object.assign(new URL(testUrls().redisUrl), { pathname: REDIS_DATABASE }).href;
    return startPart({
      ...{ name: 'clock', file: 'scripts/local/clock.ts', ports: ['EVENTS_PORT'], logFile },
      env: {
        ...testToss(),
        ...{ MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl, SIGNING_KEY: newSigningKey() },
        ...{ S3_ENDPOINT: NO_S3, S3_REGION: 'ap-northeast-2', S3_BUCKET: 'none' },
        ...{ S3_ACCESS_KEY_ID: 'none', S3_SECRET_ACCESS_KEY: 'none' },
      },
    });
  }

  it('does not start in the midst of a restore, whose pictures it would sweep away', async function early() {
    this.timeout(60_000);
    await alone(mysqlUrl, 'fill', async () => {
      const why = await startClock(join(folder, 'early.log')).catch(String);
      expect(why).to.match(/clock did not start: a restore is under way/);
    });
  });

  it('cannot purge pictures, says so, and is ready all the same', async function clock() {
    this.timeout(60_000);
    const logFile = join(folder, 'clock.log');
    const part = await startClock(logFile);
    try {
      const failed = '"loop":"pictures"';
      await eventually(
        () => Promise.resolve(readFileSync(logFile, 'utf8').includes(failed)),
        50_000,
      );
      const answer = await fetch(`http://127.0.0.1:${part.ports['INTERNAL_PORT']}/healthz/ready`);
      expect(await answer.json()).to.include({ ready: true });
    } finally {
      await part.stop();
    }
  });
});
