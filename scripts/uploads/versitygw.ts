import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../entry/file-lock.mjs';
import { DATA_ROOT } from '../root.ts';
import { startOwnServer } from '../services/own-server.ts';
import { findProgram, freePort, runProgram } from '../services/programs.ts';

/** The same as in docker-compose.yml. */
export const VERSITYGW_VERSION = '1.8.0';
const MODULE = `github.com/versity/versitygw/cmd/versitygw@v${VERSITYGW_VERSION}`;
/** By its version, which the program itself does not know. */
const TOOLS = join(DATA_ROOT, 'tools', `versitygw-${VERSITYGW_VERSION}`);
const BUILD_WITHIN_MS = 10 * 60_000;
const UP_WITHIN_MS = 20_000;
const REGION = 'ap-northeast-2';
const KEYS = { S3_ACCESS_KEY_ID: 'sagopalgo', S3_SECRET_ACCESS_KEY: 'only-on-this-machine' };

/** A running versitygw. */
export interface VersityGateway {
  /** What a process is told of it; the bucket is not there yet. */
  env: typeof KEYS & { S3_ENDPOINT: string; S3_REGION: string; S3_BUCKET: string };
  stop(): Promise<void>;
}

/** Whether Go is here, without which there is no versitygw. */
export function canBuildVersitygw(): boolean {
  return findProgram('go') !== null;
}

/** The project's own versitygw, built with Go the first time, which takes minutes. */
export async function versitygwProgram(): Promise<string> {
  const program = join(TOOLS, 'versitygw');
  const go = findProgram('go');
  if (go === null) throw new Error('versitygw needs Go, which is not here');
  mkdirSync(TOOLS, { recursive: true });
  await withFileLock(`${program}.lock`, async () => {
    if (existsSync(program)) return;
    const build = { env: { GOBIN: TOOLS }, withinMs: BUILD_WITHIN_MS };
    await runProgram(go, ['install', MODULE], build);
  });
  return program;
}

/** Starts it over a folder; what happens to files is told to `eventsUrl`, which has to answer already. */
export async function startVersitygw(dataDir: string, eventsUrl: string): Promise<VersityGateway> {
  const program = await versitygwProgram();
  const [files, sidecar] = [join(dataDir, 'files'), join(dataDir, 'sidecar')];
  for (const folder of [files, sidecar]) mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await startOwnServer({
    name: 'versitygw',
    command: program,
    args: [
      ...['--port', `127.0.0.1:${port}`, '--region', REGION, '--quiet', '--health', '/health'],
      ...['--access', KEYS.S3_ACCESS_KEY_ID, '--secret', KEYS.S3_SECRET_ACCESS_KEY],
      ...['--event-webhook-url', eventsUrl],
      // Not every file system keeps attributes, which it writes beside the files then.
      ...['posix', '--sidecar', sidecar, files],
    ],
    dataDir,
    logFile: join(dataDir, 'versitygw.log'),
    pidFile: join(dataDir, 'versitygw.pid'),
    isUp: () => isUp(`${endpoint}/health`),
    withinMs: UP_WITHIN_MS,
  });
  const env = { S3_ENDPOINT: endpoint, S3_REGION: REGION, S3_BUCKET: 'sagopalgo', ...KEYS };
  return { env, stop: () => server.stop() };
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
