import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { vapidKeysOf } from '@sagopalgo/core/push/push-config.ts';
import { standInEnv } from '@sagopalgo/core/testing/stand-in-accounts.ts';
import { reservePort } from './front-port.ts';
import { catcherPlan, mailEnv } from './mail.ts';
import type { MailServer } from './mail.ts';
import { runPart, startPart } from './part.ts';
import type { Part, PartPlan } from './part.ts';
import { s3Env, s3Plan } from './s3-plan.ts';
import { signingKey, vapidKey } from './signing-key.ts';
import { standInPlan } from './sign-in.ts';
import { simulatedToss, simulatorPlan, tossEnv } from './toss.ts';
import type { TossAccount, TossEnv } from './toss.ts';
import { tokenSecret } from './token-secret.ts';
import { builtWebPage } from './web-page.ts';

const PORT_DEFAULT = 3000;
/** Behind the front, nobody to be spared by a long goodbye, and load tests from one address. */
const SSE_ENV = { TRUSTED_PROXIES: 'loopback', RATE_LIMITS: 'wide', GOODBYES_MS: '1000' };

const LOCAL = { DEPLOYMENT: 'local' };
const API_ENV = { ...LOCAL, RATE_LIMITS: 'wide' };

/** What a marketplace is made of and where it keeps its things. */
export interface MarketplaceOptions {
  /** An absolute path of its own. */
  dataDir: string;
  /** The public origin's port, or the next free one after it; 3000 unless told. */
  port?: number;
  /** Names the database. */
  mysqlUrl: string;
  redisUrl: string;
  /** The Elasticsearch that searches are made in; the record alone unless told. */
  elasticsearchUrl?: string | null;
  /** Whether there are demo accounts and auctions, topped up while it runs. */
  demo: boolean;
  /** How many api processes stand behind the public origin, by turns; 1 unless told. */
  apis?: number;
  /** How many sse-server processes stand behind the public origin, by turns; 1 unless told. */
  sseServers?: number;
  /** How many processes of each sse-server share its port; 1 unless told. */
  sseProcesses?: number;
  /** The Toss account to pay at; a simulator of its own, in which no money moves, unless told. */
  toss?: TossAccount | null;
  /** Who sends the mails; a catcher of its own, out of which none gets, unless told. */
  mail?: MailServer | null;
  /** Accounts at the providers to sign in by; a stand-in for all of them unless told. */
  signIn?: Record<string, string> | null;
  /** More environment for every part, such as LOG_LEVEL. */
  env?: Record<string, string>;
  /** Hears each part's state as it comes up. */
  say?: (line: string) => void;
  /** Gives up the start when it aborts. */
  interrupted?: AbortSignal;
}

/** A running marketplace. */
export interface Marketplace {
  /** The public origin: page, API and events. */
  url: string;
  apiUrl: string;
  /** All of them; the first is `apiUrl`. */
  apiUrls: string[];
  sseUrls: string[];
  s3Url: string;
  /** The Toss simulator's API and control; null where a Toss account was given. */
  tossUrl: string | null;
  /** The page on which the mails are read; null where a mail server was given. */
  mailUrl: string | null;
  /**
   * By name: `s3`, `toss`, `mail`, `sign-in`, `api`, `api-2` …, `sse-server`, `sse-server-2` …, `keeper`, `clock`,
   * `front`.
   */
  parts: Record<string, Part>;
  /** Resolves with a sentence when a part ends that nobody told to. */
  died: Promise<string>;
  /** Stops all parts, the public ones first. */
  stop: () => Promise<void>;
}

/**
 * Starts every part in order, each one after the last is ready, and writes `running.json` into the
 * data directory for other commands. Throws a sentence when a part fails, after stopping the rest.
 */
export async function launchMarketplace(options: MarketplaceOptions): Promise<Marketplace> {
  mkdirSync(join(options.dataDir, 'logs'), { recursive: true });
  const crew = assemble(options);
  try {
    return await startAll(options, crew);
  } catch (error) {
    await crew.stop();
    throw error;
  }
}

interface Crew {
  parts: Record<string, Part>;
  /** What to do when every part has stopped. */
  endings: (() => void)[];
  run: (plan: Omit<PartPlan, 'logFile'>) => Promise<void>;
  start: (plan: Omit<PartPlan, 'logFile'>) => Promise<Part>;
  stop: () => Promise<void>;
}

function assemble(options: MarketplaceOptions): Crew {
  const { dataDir, env = {}, say = () => undefined, interrupted } = options;
  const parts: Record<string, Part> = {};
  const endings = [() => rmSync(join(dataDir, 'running.json'), { force: true })];
  const complete = (plan: Omit<PartPlan, 'logFile'>): PartPlan => ({
    ...plan,
    env: { ...plan.env, ...env },
    logFile: join(dataDir, 'logs', `${plan.name}.log`),
  });
  const timed = async <Result>(
    name: string,
    state: string,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    interrupted?.throwIfAborted();
    const startedAtMs = Date.now();
    const result = await work();
    const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
    say(`  ✔ ${name.padEnd(14)}${state} (${seconds} s)`);
    return result;
  };
  return {
    parts,
    endings,
    run: (plan) => timed(plan.name, 'done', () => runPart(complete(plan), interrupted)),
    start: async (plan) => {
      const part = await timed(plan.name, 'ready', () => startPart(complete(plan), interrupted));
      parts[plan.name] = part;
      return part;
    },
    stop: async () => {
      for (const part of Object.values(parts).toReversed()) await part.stop();
      for (const end of endings.splice(0)) end();
    },
  };
}

async function startAll(options: MarketplaceOptions, crew: Crew): Promise<Marketplace> {
  const stores = {
    ...{ MYSQL_URL: options.mysqlUrl, REDIS_URL: options.redisUrl },
    ELASTICSEARCH_URL: options.elasticsearchUrl ?? '',
    // A Redis that somebody brings along may be one for trying things out; they are told so.
    REDIS_DURABILITY: 'told',
  };
  const webDist = await builtWebPage(options.say ?? (() => undefined));
  await crew.run({ name: 'migrate', file: 'scripts/migrate.ts', env: stores });
  const { port, release } = await reservePort(options.port ?? PORT_DEFAULT);
  crew.endings.push(release);
  const url = `http://127.0.0.1:${port}`;
  const access = accessEnv(options.dataDir, port);
  const { part, eventsPort, keys } = await s3Plan(options.dataDir, access.PUBLIC_ORIGINS);
  const s3Url = urlOf(await crew.start(part), 'S3_PORT');
  const s3 = s3Env(s3Url, keys);
  const seedEnv = { ...stores, ...s3.store, IMAGES_BASE_URL: '/images' };
  if (options.demo) {
    await crew.run({ name: 'seed', file: 'scripts/seed/seed.ts', env: seedEnv });
  }
  const { tossUrl, toss } = await startToss(crew, options, url);
  const { mailUrl, mail } = await startMail(crew, options);
  const signIn = await startSignIn(crew, options, access.PUBLIC_ORIGINS);
  const signing = { SIGNING_KEY: signingKey(options.dataDir) };
  const push = noticeEnv(options.dataDir, access);
  const apiUrls = await startSeveral(crew, options.apis ?? 1, {
    name: 'api',
    file: 'api/src/main.ts',
    env: { ...seedEnv, ...signing, ...access, ...toss.api, ...push.api, ...signIn, ...API_ENV },
  });
  const sseUrls = await startSeveral(crew, options.sseServers ?? 1, {
    name: 'sse-server',
    file: 'sse-server/src/main.ts',
    env: { ...access, ...sseEnv(options) },
  });
  const told = { ...toss.workers, ...mail, ...push.workers };
  const keeperEnv = { ...stores, ...signing, ...told, ...LOCAL };
  await crew.start({ name: 'keeper', file: 'lambdas/src/keeper.ts', env: keeperEnv });
  const own = { DEMO: String(options.demo), EVENTS_PORT: String(eventsPort) };
  const clockEnv = { ...seedEnv, ...keeperEnv, ...own };
  await crew.start({ name: 'clock', file: 'scripts/local/clock.ts', env: clockEnv });
  await crew.start({
    name: 'front',
    file: 'scripts/local/front.ts',
    env: {
      PORT: String(port),
      API_URL: apiUrls.join(','),
      SSE_URL: sseUrls.join(','),
      WEB_DIST: webDist,
      ...s3.front,
      ...toss.front,
    },
  });
  const [apiUrl = ''] = apiUrls;
  const urls = { url, apiUrl, apiUrls, sseUrls, s3Url, tossUrl, mailUrl };
  noteRunning(options, urls);
  const died = Promise.race(Object.values(crew.parts).map((part) => part.died));
  return { ...urls, parts: crew.parts, died, stop: crew.stop };
}

/** Starts the simulator, unless the marketplace pays at a Toss account; says what the parts are told. */
async function startToss(
  crew: Crew,
  { dataDir, toss, demo, mysqlUrl }: MarketplaceOptions,
  publicUrl: string,
): Promise<{ tossUrl: string | null; toss: TossEnv }> {
  if (toss) return { tossUrl: null, toss: tossEnv(toss) };
  const tossUrl = urlOf(await crew.start(simulatorPlan(dataDir, publicUrl)), 'TOSS_PORT');
  const simulated = tossEnv(simulatedToss(tossUrl));
  if (demo) {
    const env = { ...simulated.workers, MYSQL_URL: mysqlUrl };
    await crew.run({ name: 'seed-toss', file: 'scripts/seed/seed-toss.ts', env });
  }
  return { tossUrl, toss: simulated };
}

/** Starts the mail catcher, unless there is a mail server to send by; says what the senders are told. */
async function startMail(
  crew: Crew,
  { mail }: MarketplaceOptions,
): Promise<{ mailUrl: string | null; mail: Record<string, string> }> {
  if (mail) return { mailUrl: null, mail: mailEnv(mail) };
  const part = await crew.start(catcherPlan());
  const smtpUrl = `smtp://127.0.0.1:${part.ports['SMTP_PORT']}`;
  return { mailUrl: urlOf(part, 'MAIL_DESK_PORT'), mail: mailEnv({ smtpUrl }) };
}

/** Starts what plays the providers, unless there are accounts at real ones; says what the api is told. */
async function startSignIn(
  crew: Crew,
  { signIn }: MarketplaceOptions,
  publicOrigins: string,
): Promise<Record<string, string>> {
  if (signIn) return signIn;
  return standInEnv(urlOf(await crew.start(standInPlan(publicOrigins)), 'SIGN_IN_PORT'));
}

/** Starts a part so many times over, as `name`, `name-2` and so on; returns where each listens. */
async function startSeveral(
  crew: Crew,
  count: number,
  plan: Pick<PartPlan, 'name' | 'file' | 'env'>,
): Promise<string[]> {
  const urls: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const name = number === 1 ? plan.name : `${plan.name}-${number}`;
    urls.push(urlOf(await crew.start({ ...plan, name, ports: ['HTTP_PORT'] }), 'HTTP_PORT'));
  }
  return urls;
}

function sseEnv({ redisUrl, sseProcesses = 1 }: MarketplaceOptions): Record<string, string> {
  return { ...SSE_ENV, REDIS_URL: redisUrl, SSE_PROCESSES: String(sseProcesses) };
}

function noticeEnv(dataDir: string, { PUBLIC_ORIGINS }: { PUBLIC_ORIGINS: string }) {
  const { publicKey, privateKey } = vapidKeysOf(vapidKey(dataDir));
  return {
    api: { VAPID_PUBLIC_KEY: publicKey },
    workers: { VAPID_PRIVATE_KEY: privateKey, PUBLIC_ORIGINS },
  };
}

function accessEnv(dataDir: string, port: number) {
  return {
    TOKEN_SECRET: tokenSecret(dataDir),
    PUBLIC_ORIGINS: `http://127.0.0.1:${port},http://localhost:${port}`,
  };
}

function urlOf(part: Part, portName: string): string {
  return `http://127.0.0.1:${part.ports[portName]}`;
}

// How `npm run demo-auction` finds this system; it holds the stores' URLs, so only its owner reads it.
function noteRunning(options: MarketplaceOptions, urls: object): void {
  const { mysqlUrl, redisUrl, elasticsearchUrl = null, demo } = options;
  const stores = { mysqlUrl, redisUrl, elasticsearchUrl };
  const content = JSON.stringify({ ...urls, ...stores, demo, pid: process.pid }, null, 2);
  writeFileSync(join(options.dataDir, 'running.json'), `${content}\n`, { mode: 0o600 });
}
