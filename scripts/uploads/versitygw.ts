import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { goProgram } from '../services/go-program.ts';
import { startOwnServer } from '../services/own-server.ts';
import { freePort } from '../services/programs.ts';

/** The same as in docker-compose.yml. */
export const VERSITYGW_VERSION = '1.8.0';
const MODULE = 'github.com/versity/versitygw/cmd/versitygw';
const UP_WITHIN_MS = 20_000;
const REGION = 'ap-northeast-2';
const KEYS = { S3_ACCESS_KEY_ID: 'sagopalgo', S3_SECRET_ACCESS_KEY: 'only-on-this-machine' };

/** A running versitygw. */
export interface VersityGateway {
  /** What a process is told of it; the bucket is not there yet. */
  env: typeof KEYS & { S3_ENDPOINT: string; S3_REGION: string; S3_BUCKET: string };
  stop(): Promise<void>;
}

/** The project's own versitygw; throws where Go is not here. */
export function versitygwProgram(): Promise<string> {
  return goProgram('versitygw', { module: MODULE, version: VERSITYGW_VERSION });
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
