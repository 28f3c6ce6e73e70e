import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createConnection } from 'mysql2/promise';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { askRedis } from './ask-redis.ts';
import { answersMysql, createDatabase, databaseOf, dropDatabase } from './database.ts';
import { provideMysql } from './mysql.ts';
import { findProgram } from './programs.ts';
import { provideRedis } from './redis.ts';
import { redisProgram } from './redis-server.ts';
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
    const onMachine = findProgram('mariadbd', 'mysqld') && redisProgram();
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
    expect(await setting('maxmemory')).to.include(String(900 * 1024 ** 2));
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

  it('say in a sentence that a given Redis is too old, and take a Valkey', async () => {
    const [old, valkey] = [await tellingVersion('6.2.14'), await tellingVersion('7.2.4')];
    try {
      const failure = await redisAt({ REDIS_URL: old.url }).catch((error: Error) => error.message);
      expect(failure).to.include('version 6.2.14').and.to.include('Redis 7 or newer');
      expect((await redisAt({ REDIS_URL: valkey.url })).url).to.equal(valkey.url);
    } finally {
      for (const { server } of [old, valkey]) server.close();
    }
  });
});

/** Stands for a Redis of that version, which cannot be had here: it says so and OK to the rest. */
async function tellingVersion(version: string): Promise<{ url: string; server: Server }> {
  const facts = `# Server\r\nredis_version:${version}\r\nloading:0\r\n`;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (asked) => {
      for (const _ of asked.toString().matchAll(/^\*\d+\r\n/gm)) {
        const isInfo = /\r\ninfo\r\n/i.test(asked.toString());
        socket.write(isInfo ? `$${facts.length}\r\n${facts}\r\n` : '+OK\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
