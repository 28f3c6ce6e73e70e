import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { FRAME_SENDER_FILE } from '@sagopalgo/sse-server/src/frame-sender.ts';
import { createDatabase, dropDatabase, testDatabaseName } from '../services/database.ts';
import { runPart, startPart } from '../local/part.ts';
import { ROOT } from '../root.ts';
import { dockerStages, linesOf, roomImages } from './dockerfile.ts';
import type { ImagePlan } from './dockerfile.ts';
import { packagesFor, plantImage } from './pruned-tree.ts';

/** What runs once and ends. */
const ONE_SHOTS = ['migrate', 'bucket'];
const ROOMS = ['api', 'sse-server', 'keeper', 'migrate', 'bucket', 'clock', 'mail', 'toss'];
const REDIS_DATABASE = '/8';
const PORTS: Record<string, string[]> = {
  api: ['HTTP_PORT'],
  'sse-server': ['HTTP_PORT'],
  clock: ['EVENTS_PORT'],
  mail: ['SMTP_PORT', 'MAIL_DESK_PORT'],
  toss: ['TOSS_PORT'],
};

describe('the images', function images() {
  this.timeout(240_000);
  const plans = roomImages();
  let dir: string;
  let s3: Server;
  let mysqlUrl = '';
  let redisUrl = '';

  before(async () => {
    // Nowhere below the clone, in whose node_modules everything would be found.
    dir = mkdtempSync(join(tmpdir(), 'images-'));
    s3 = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(s3, 'listening');
    const urls = testUrls();
    // What the keeper and the clock find to do is nobody else's.
    mysqlUrl = await createDatabase(urls.mysqlUrl, testDatabaseName());
    await migrateDatabase(mysqlUrl);
    redisUrl = Object.assign(new URL(urls.redisUrl), { pathname: REDIS_DATABASE }).href;
  });
  after(async () => {
    if (mysqlUrl) await dropDatabase(mysqlUrl);
    s3.close();
    s3.closeAllConnections();
    rmSync(dir, { recursive: true, force: true });
  });

  /** What docker-compose.yml tells a part, with the stores of this run; Node itself lets it write to `own` alone. */
  const environmentOf = (name: string, own: string): Record<string, string> => {
    const allowed = ['--allow-fs-read=*', '--allow-net', '--allow-addons', '--allow-worker'];
    return {
      ...testToss(),
      ...{ MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl, DEPLOYMENT: 'local', DEMO: 'false' },
      ...{ SIGNING_KEY: newSigningKey(), TOKEN_SECRET: 'x'.repeat(64), IMAGES_BASE_URL: '/images' },
      PUBLIC_ORIGINS: 'http://127.0.0.1:3000',
      ...(name === 'sse-server' && existsSync(FRAME_SENDER_FILE) && { FRAME_SENDER: 'native' }),
      ...(name === 'toss' && { TOSS_STATE_FILE: join(own, 'payments.jsonl') }),
      NODE_OPTIONS: ['--permission', ...allowed, `--allow-fs-write=${own}`].join(' '),
    };
  };

  it('are those of all rooms and of what stands in for others', () => {
    expect(plans.map(({ name }) => name)).to.have.members(ROOMS);
  });

  it('run as nobody in particular, say how they are, and are told that they are in production', () => {
    for (const name of [...ROOMS, 'front']) {
      const lines = linesOf(name);
      const users = lines.flatMap((line) => /^USER (\S+)$/.exec(line)?.[1] ?? []);
      if (name !== 'front') expect(users.at(-1), name).to.equal('node');
      const check = lines.findLast((line) => line.startsWith('HEALTHCHECK')) ?? '';
      if (ONE_SHOTS.includes(name)) expect(check, name).to.equal('HEALTHCHECK NONE');
      else expect(check, name).to.match(/127\.0\.0\.1:9000\/healthz\/ready/);
    }
    expect(linesOf('room').join('\n')).to.include('ENV NODE_ENV=production');
    // It runs as nobody by itself.
    expect(dockerStages().get('front')?.base).to.match(
      /^nginxinc\/nginx-unprivileged:\d+\.\d+\.\d+-/,
    );
  });

  it('have only packages that their rooms run with', () => {
    const names = (plan: ImagePlan) => [...packagesFor(plan.workspaces)].join('\n');
    const planOf = (name: string) =>
      plans.find((plan) => plan.name === name) ?? expect.fail(`no ${name}`);
    const made =
      /node_modules\/(typescript|mocha|chai|vite|react|oxlint|prettier|drizzle-kit|node)$/m;
    const tried = /node_modules\/(playwright-core|@20minutes\/s3rver|fast-check|oidc-provider)$/m;
    const talking = /node_modules\/socket\.io$/m;
    for (const plan of plans) {
      expect(plan.workspaces, plan.name).to.include('core');
      expect(names(plan), plan.name).not.to.match(made);
      expect(names(plan), plan.name).not.to.match(tried);
      if (!plan.workspaces.includes('api')) expect(names(plan), plan.name).not.to.match(talking);
    }
    expect(names(planOf('api'))).to.match(/node_modules\/express$/m);
    for (const name of ['api', 'sse-server', 'migrate']) {
      expect(names(planOf(name)), name).not.to.match(/node_modules\/sharp$/m);
    }
  });

  for (const plan of plans) {
    it(`let ${plan.name} run with nothing but what is in its own, and write nowhere`, async () => {
      const app = join(dir, plan.name);
      plantImage(plan, app);
      if (plan.name === 'sse-server') plantFrameSender(app);
      const own = join(dir, `${plan.name}-writes`);
      mkdirSync(own);
      const part = {
        ...{ name: plan.name, file: join(app, plan.main), ports: PORTS[plan.name] ?? [] },
        env: environmentOf(plan.name, own),
        logFile: join(dir, `${plan.name}.log`),
      };
      if (ONE_SHOTS.includes(plan.name)) {
        const S3_ENDPOINT = `http://127.0.0.1:${(s3.address() as AddressInfo).port}`;
        await runPart({ ...part, env: { ...part.env, S3_ENDPOINT } });
        return;
      }
      const started = await startPart(part);
      await started.stop();
      expect(readFileSync(part.logFile, 'utf8')).to.include('process.stopped');
    });
  }

  it('would not let a room run without a package that it needs, nor let it write', async () => {
    const plan = plans.find(({ name }) => name === 'toss') ?? expect.fail('no toss');
    const bare = { ...plan, name: 'bare', workspaces: ['core'] };
    plantImage(bare, join(dir, 'bare'));
    const part = (file: string, env: Record<string, string>) => ({
      ...{ name: 'bare', file, ports: ['TOSS_PORT'], env, logFile: join(dir, 'bare.log') },
    });
    const env = environmentOf('toss', join(dir, 'toss-writes'));
    const log = () => readFileSync(join(dir, 'bare.log'), 'utf8');
    await startPart(part(join(dir, 'bare', plan.main), env)).catch(sentence);
    expect(log()).to.include("Cannot find package 'express'");
    const elsewhere = { ...env, TOSS_STATE_FILE: join(dir, 'elsewhere', 'payments.jsonl') };
    await startPart(part(join(ROOT, plan.main), elsewhere)).catch(sentence);
    expect(log()).to.include('Access to this API has been restricted');
  });
});

// As the image's own stage does, where it could be built.
function plantFrameSender(app: string): void {
  const planted = join(app, relative(ROOT, FRAME_SENDER_FILE));
  if (existsSync(FRAME_SENDER_FILE)) cpSync(FRAME_SENDER_FILE, planted, { recursive: true });
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
