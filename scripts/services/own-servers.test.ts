import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { answersMysql, createDatabase, databaseOf, dropDatabase } from './database.ts';
import { provideMysql } from './mysql.ts';
import { findProgram } from './programs.ts';
import { provideRedis } from './redis.ts';
import type { Service } from './sources.ts';

const HOLD = fileURLToPath(new URL('testing/hold-servers.ts', import.meta.url));
const START_MS = 60_000;

describe('servers of our own', function () {
  this.timeout(START_MS);
  let dataDir: string;
  const running: Service[] = [];
  const said: string[] = [];
  const log = (line: string): void => void said.push(line);

  before(function () {
    const onMachine = findProgram('mariadbd', 'mysqld') && findProgram('redis-server');
    if (!onMachine) {
      log('skipped: the servers run in Docker here');
      this.skip();
    }
    dataDir = mkdtempSync(join(tmpdir(), 'sagopalgo-servers-'));
  });
  afterEach(async () => {
    for (const service of running.splice(0)) await service.stop();
    said.length = 0;
  });
  after(() => {
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  const redisAt = async (env: Record<string, string> = {}): Promise<Service> => {
    const service = await provideRedis({ dataDir, log, env });
    running.push(service);
    return service;
  };
  const mysqlAt = async (env: Record<string, string> = {}): Promise<Service> => {
    const service = await provideMysql({ dataDir, log, env });
    running.push(service);
    return service;
  };
  const askRedis = async <Answer>(url: string, ask: (redis: Redis) => Promise<Answer>) => {
    const redis = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    try {
      return await ask(redis);
    } finally {
      redis.disconnect();
    }
  };

  it('say in a sentence that they ended by themselves, and nothing when told to', async () => {
    const dying = await redisAt();
    await askRedis(dying.url, (redis) => redis.shutdown('NOSAVE').catch(() => null));
    expect(await dying.died).to.match(/^Redis ended by itself/);
    const told = await redisAt();
    await told.stop();
    const silence = new Promise((resolve) => setImmediate(resolve, 'silence'));
    expect(await Promise.race([told.died, silence])).to.equal('silence');
  });

  it('keep every acknowledged bid: Redis runs durable and evicts nothing', async () => {
    const { url } = await redisAt();
    const setting = (name: string) => askRedis(url, (redis) => redis.config('GET', name));
    expect(await setting('appendonly')).to.include('yes');
    expect(await setting('appendfsync')).to.include('always');
    expect(await setting('maxmemory-policy')).to.include('noeviction');
  });

  it('keep their data between runs, stop when told, and stop twice without harm', async () => {
    const first = await redisAt();
    await askRedis(first.url, (redis) => redis.set('kept', 'yes'));
    await first.stop();
    await first.stop();
    const gone = askRedis(first.url, (redis) => redis.ping()).catch(() => 'gone');
    expect(await gone).to.equal('gone');
    const second = await redisAt();
    expect(await askRedis(second.url, (redis) => redis.get('kept'))).to.equal('yes');
  });

  it('speak utf8mb4 by a collation that MariaDB and MySQL both have', async () => {
    const { url } = await mysqlAt();
    const database = await createDatabase(url, 'sagopalgo_test_own');
    expect(databaseOf(database)).to.equal('sagopalgo_test_own');
    const connection = await createConnection(database);
    const [rows] = await connection.query(
      'SELECT @@character_set_database c, @@collation_database o',
    );
    expect(rows).to.deep.equal([{ c: 'utf8mb4', o: 'utf8mb4_bin' }]);
    await connection.end();
    await dropDatabase(database);
  });

  it('end when the command that started them is killed, and start again after that', async () => {
    const holder = spawn(process.execPath, [HOLD, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(holder.stdout, 'data')) as [Buffer];
    const { mysqlUrl } = JSON.parse(line.toString()) as { mysqlUrl: string };
    expect(await answersMysql(mysqlUrl)).to.equal(true);
    holder.kill('SIGKILL');
    await eventually(async () => !(await answersMysql(mysqlUrl)), START_MS);
    expect(await answersMysql((await mysqlAt()).url)).to.equal(true);
  });

  it('leave a given server alone, and warn when a given Redis may forget bids', async () => {
    const own = await redisAt();
    await askRedis(own.url, (redis) => redis.config('SET', 'appendfsync', 'everysec'));
    const given = await redisAt({ REDIS_URL: own.url });
    expect(given).to.deep.include({ url: own.url, source: 'environment' });
    expect(said.join()).to.include('appendfsync always');
    await given.stop();
    expect(await askRedis(own.url, (redis) => redis.ping())).to.equal('PONG');
  });

  it('say in a sentence that a given server does not answer, without its password', async () => {
    const url = 'mysql://root:secret@127.0.0.1:1/x';
    const failure = await mysqlAt({ MYSQL_URL: url }).catch((error: Error) => error.message);
    expect(failure).to.include('no MySQL answers').and.not.to.include('secret');
    const other = await redisAt({ REDIS_URL: 'redis://127.0.0.1:1' }).catch(
      (error: Error) => error.message,
    );
    expect(other).to.include('no Redis answers');
  });
});
