// `npm start`: the whole marketplace on this machine; `-- --reset` begins anew.
import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { tryFileLock } from './entry/file-lock.mjs';
import { wantedPort } from './local/front-port.ts';
import { realMail } from './local/mail.ts';
import { launchMarketplace } from './local/marketplace.ts';
import type { Marketplace } from './local/marketplace.ts';
import { realProviders } from './local/sign-in.ts';
import { realToss } from './local/toss.ts';
import { wantedProcesses } from './local/wanted-processes.ts';
import { DATA_ROOT } from './root.ts';
import { createDatabase, databaseOf } from './services/database.ts';
import { removeDockerData } from './services/docker.ts';
import { buildFrameSender } from './services/frame-sender.ts';
import { provideMysql } from './services/mysql.ts';
import { provideRedis } from './services/redis.ts';

const PORT_DEFAULT = 3000;
const COPIES_MAX = 20;
const DISK_MIN_BYTES = 700 * 1024 * 1024;

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interruption.abort());
}
process.on('disconnect', () => interruption.abort());

const endings: (() => Promise<void> | void)[] = [];
let exitCode = 0;
try {
  await run(interruption.signal);
} catch (error) {
  if (!interruption.signal.aborted) {
    say(sentenceOf(error));
    exitCode = 1;
  }
}
say('Stopping …');
for (const end of endings.toReversed()) await end();
process.exit(exitCode);

async function run(interrupted: AbortSignal): Promise<void> {
  const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } });
  const port = wantedPort(process.env['PORT'], PORT_DEFAULT);
  const toss = realToss(process.env);
  const mail = realMail(process.env);
  const signIn = realProviders(process.env);
  const dataDir = ownDataDir();
  if (values.reset) await reset(dataDir);
  mkdirSync(dataDir, { recursive: true });
  checkDisk(dataDir);
  say('Starting Sagopalgo …');
  await buildFrameSender(say);
  const { deaths, ...stores } = await startStores(dataDir);
  const apis = wantedProcesses('API_PROCESSES', process.env['API_PROCESSES']);
  const sseProcesses = wantedProcesses('SSE_PROCESSES', process.env['SSE_PROCESSES']);
  const pieces = { dataDir, port, apis, sseProcesses, toss, mail, signIn, ...stores };
  const options = { ...pieces, demo: true, say, interrupted };
  const marketplace = await launchMarketplace(options);
  endings.push(() => marketplace.stop());
  welcome(dataDir, marketplace);
  const death = await Promise.race([marketplace.died, ...deaths, untilAborted(interrupted)]);
  if (death !== null) throw new Error(death);
}

// A second copy in the same clone gets a data directory of its own.
function ownDataDir(): string {
  for (let copy = 1; copy <= COPIES_MAX; copy += 1) {
    const name = copy === 1 ? 'start' : `start-${copy}`;
    const release = tryFileLock(join(DATA_ROOT, 'locks', name));
    if (release === null) continue;
    endings.push(release);
    return join(DATA_ROOT, name);
  }
  throw new Error(`${COPIES_MAX} copies of Sagopalgo are running in this clone already.`);
}

async function reset(dataDir: string): Promise<void> {
  if (['MYSQL_URL', 'REDIS_URL', 'ELASTICSEARCH_URL'].some((name) => process.env[name])) {
    throw new Error(
      '--reset empties only what npm start keeps under .data; with MYSQL_URL, REDIS_URL or ' +
        'ELASTICSEARCH_URL set, empty those servers yourself.',
    );
  }
  await removeDockerData(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  say('The data of earlier runs is gone.');
}

function checkDisk(dataDir: string): void {
  const { bavail, bsize } = statfsSync(dataDir);
  if (bavail * bsize >= DISK_MIN_BYTES) return;
  const wantedMib = DISK_MIN_BYTES / 1024 / 1024;
  throw new Error(`The disk is almost full: ${dataDir} needs ${wantedMib} MiB free.`);
}

async function startStores(dataDir: string) {
  const redis = await provideRedis({ dataDir, log: say });
  endings.push(() => redis.stop());
  say(`  ✔ ${'redis'.padEnd(14)}ready (from ${redis.source})`);
  const mysql = await provideMysql({ dataDir, log: say });
  endings.push(() => mysql.stop());
  say(`  ✔ ${'mysql'.padEnd(14)}ready (from ${mysql.source})`);
  const mysqlUrl = await createDatabase(mysql.url, databaseOf(mysql.url) ?? 'sagopalgo');
  const deaths = [redis.died, mysql.died].filter((died) => died !== undefined);
  const elasticsearchUrl = process.env['ELASTICSEARCH_URL'] || null;
  return { mysqlUrl, redisUrl: redis.url, elasticsearchUrl, deaths };
}

function welcome(dataDir: string, { url, tossUrl, mailUrl }: Marketplace): void {
  say('');
  say(`Data and logs: ${dataDir} (begin anew: npm start -- --reset). Ctrl-C stops everything.`);
  say('Demo accounts, password "demo-password": buyer1@demo.test … buyer9@demo.test,');
  say('seller1@demo.test … seller5@demo.test, operator@demo.test');
  if (tossUrl) say(`Payments go to a Toss simulator, no money moves: ${tossUrl}/__sim/desk`);
  if (mailUrl) say(`Mails go to a catcher, none leaves this machine: ${mailUrl}/`);
  say(`Sagopalgo is open: ${url}`);
}

function untilAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null));
  });
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
  return full ? `The disk is full: ${error.message}` : error.message;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
