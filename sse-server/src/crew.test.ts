import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { ConfigError } from '@sagopalgo/core/runtime/config.ts';
import { eventually, quietLog, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { readWindowConfig } from './config.ts';
import { Crew } from './crew.ts';
import { openStream } from './testing/sse-client.ts';
import type { SseClient } from './testing/sse-client.ts';
import { bidFromTo, fromTo, openSomeAuction } from './testing/test-auctions.ts';
import { ACCESS_ENV, openJudge } from './testing/test-window.ts';

const MEMBER = fileURLToPath(new URL('crew-member.ts', import.meta.url));
const CLIENTS = 40;
const CONFIG_ENV = { ...ACCESS_ENV, REDIS_URL: 'redis://x', HTTP_PORT: '0' };
/** A member that serves, unless there is one already: then it ends, as soon as that one serves. */
const ONE_OF_TWO = `
import { openSync, readFileSync, writeFileSync } from 'node:fs';
const { PID_FILE } = process.env;
let isFirst = true;
try { openSync(PID_FILE, 'wx'); } catch { isFirst = false; }
if (isFirst) {
  process.on('message', () => undefined);
  writeFileSync(PID_FILE, String(process.pid));
  process.send('up');
} else {
  setInterval(() => readFileSync(PID_FILE, 'utf8') !== '' && process.exit(1), 10);
}
`;

describe('a crew', () => {
  let judge: AuctionRedis;
  let port: number;
  let crew: Crew;
  const log = quietLog();

  before(async () => {
    judge = await openJudge();
    port = await freePort();
    crew = new Crew({ file: MEMBER, members: 2, log, env: envOf({}) });
    await crew.start();
  });

  after(async () => {
    await crew.stop();
    judge.disconnect();
  });

  function envOf(given: Record<string, string>) {
    const place = { HOST: '127.0.0.1', HTTP_PORT: String(port), REDIS_URL: testUrls().redisUrl };
    const rest = {
      DEPLOYMENT: 'local',
      GOODBYES_MS: '200',
      RATE_LIMITS: 'wide',
      LOG_LEVEL: 'error',
      ...given,
    };
    return { ...process.env, ...ACCESS_ENV, ...place, ...rest };
  }

  async function connected(): Promise<number> {
    const text = await crew.metrics.registry.metrics();
    return Number(/^sse_connections\{[^}]*\} (\d+)$/m.exec(text)?.[1]);
  }

  it('shares one port, and a member that is killed takes only its own streams along', async () => {
    expect(await crew.faults()).to.deep.equal([]);
    const auctionId = await openSomeAuction(judge);
    const clients: SseClient[] = [];
    for (let count = 0; count < CLIENTS; count += 1) {
      clients.push(await openStream(port, auctionId));
    }
    await eventually(async () => (await connected()) === CLIENTS);
    const [victim = 0, survivor = 0] = crew.pids;
    process.kill(victim, 'SIGKILL');
    await eventually(async () => (await connected()) < CLIENTS);
    const left = await connected();
    expect(left).to.be.within(1, CLIENTS - 1);
    await eventually(async () => clients.filter(({ isOver }) => !isOver).length === left);
    expect(await crew.faults()).to.deep.equal([]);
    await eventually(async () => crew.pids.length === 2);
    expect(crew.pids).to.include(survivor).and.not.include(victim);
    await bidFromTo(judge, auctionId, 1, 20);
    for (const client of clients.filter(({ isOver }) => !isOver)) {
      await eventually(async () => client.seqs.at(-1) === 20);
      expect(client.seqs).to.deep.equal(fromTo(1, 20));
      client.cut();
    }
    const ended = log.events.filter(({ event }) => event === 'sse.process-ended');
    expect(ended).to.deep.equal([
      { event: 'sse.process-ended', facts: { code: null, signal: 'SIGKILL' } },
    ]);
  });

  it('counts one that answers too late by what it told last', async () => {
    const auctionId = await openSomeAuction(judge);
    await eventually(async () => (await connected()) === 0);
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, () => openStream(port, auctionId)),
    );
    await eventually(async () => (await connected()) === CLIENTS);
    const [pid = 0] = crew.pids;
    process.kill(pid, 'SIGSTOP');
    try {
      expect(await connected()).to.equal(CLIENTS);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    for (const client of clients) client.cut();
    await eventually(async () => (await connected()) === 0);
  });

  it('says goodbye to everyone when it is stopped, and tells at once that it leaves', async () => {
    const auctionId = await openSomeAuction(judge);
    const clients = await Promise.all(
      Array.from({ length: 20 }, () => openStream(port, auctionId)),
    );
    const stopped = crew.stop();
    expect(await crew.faults()).to.deep.equal(['leaving']);
    await stopped;
    const endings = await Promise.all(clients.map(({ over }) => over));
    expect(new Set(endings)).to.deep.equal(new Set(['ended']));
    expect(crew.pids).to.deep.equal([]);
  });

  it('does not start when its members cannot', async () => {
    const env = envOf({ CONNECTIONS_MAX: 'many' });
    const broken = new Crew({ file: MEMBER, members: 2, log, env });
    const failed = await broken.start().catch((error: unknown) => error);
    expect(String(failed)).to.include('one of its processes ended at once');
    expect(await broken.faults()).to.deep.equal(['leaving']);
  });

  it('leaves none of its members behind when one of them cannot start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sagopalgo-crew-'));
    try {
      const [file, pidFile] = [join(folder, 'member.mjs'), join(folder, 'pid')];
      writeFileSync(file, ONE_OF_TWO);
      const uneven = new Crew({
        file,
        members: 2,
        log,
        env: { ...process.env, PID_FILE: pidFile },
      });
      const failed = await uneven.start().catch((error: unknown) => error);
      expect(String(failed)).to.include('one of its processes ended at once');
      const pid = Number(readFileSync(pidFile, 'utf8'));
      expect(() => process.kill(pid, 0)).to.throw('ESRCH');
      const again = await uneven.start().catch((error: unknown) => error);
      expect(String(again)).to.include('it was stopped');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps no member that lost its leader while it was starting', async () => {
    const child = fork(MEMBER, [], {
      env: envOf({}),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    const code = await Promise.race([exit, later(10_000, 'it goes on')]);
    child.kill('SIGKILL');
    expect(code).to.equal(0);
  });

  it('fills the place of a member that never became a process', async () => {
    const { execPath } = process;
    const lone = new Crew({ file: MEMBER, members: 1, log, env: envOf({}) });
    await lone.start();
    try {
      const [pid = 0] = lone.pids;
      process.execPath = '/no/such/node';
      process.kill(pid, 'SIGKILL');
      await eventually(async () => log.events.some(({ event }) => event === 'sse.process-failed'));
      process.execPath = execPath;
      await eventually(async () => lone.pids.length === 1 && !lone.pids.includes(pid));
    } finally {
      process.execPath = execPath;
      await lone.stop();
    }
  });

  it('needs a port to share', () => {
    const env = { ...CONFIG_ENV, DEPLOYMENT: 'local', SSE_PROCESSES: '2' };
    expect(() => readWindowConfig(env)).to.throw('SSE_PROCESSES');
    expect(readWindowConfig({ ...env, SSE_PROCESSES: '1' }).CONNECTIONS_PER_ADDRESS).to.equal(500);
    const wide = readWindowConfig({ ...env, SSE_PROCESSES: '1', RATE_LIMITS: 'wide' });
    expect(wide).to.include({ CONNECTIONS_PER_ADDRESS: 15_000, OPENINGS_PER_ADDRESS: 15_000 });
  });

  it('must be told in production which proxies stand before it, or that none does', () => {
    const proxiesOf = (env: Record<string, string>) =>
      readWindowConfig({ ...CONFIG_ENV, ...env }).TRUSTED_PROXIES;
    for (const env of [{}, { TRUSTED_PROXIES: '' }, { TRUSTED_PROXIES: 'anybody' }]) {
      expect(() => proxiesOf(env)).to.throw(ConfigError, /TRUSTED_PROXIES: /);
    }
    expect(proxiesOf({ TRUSTED_PROXIES: 'none' })).to.deep.equal([]);
    const some = 'uniquelocal, 192.0.2.1';
    expect(proxiesOf({ TRUSTED_PROXIES: some })).to.deep.equal(some.split(', '));
    expect(proxiesOf({ DEPLOYMENT: 'local' })).to.deep.equal(['loopback']);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return address.port;
}
