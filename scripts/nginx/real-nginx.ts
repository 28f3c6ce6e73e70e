import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../root.ts';
import { nginxPrograms } from '../services/nginx-program.ts';
import type { NginxPrograms } from '../services/nginx-program.ts';
import { startOwnServer } from '../services/own-server.ts';
import { freePort, isRoot, runProgram } from '../services/programs.ts';

const HOME = join(ROOT, 'infra/nginx');
const FILL_WITHIN_MS = 10_000;
const UP_WITHIN_MS = 20_000;
const ASK_WITHIN_MS = 2_000;
const RELOADED_WITHIN_MS = 10_000;
const POLL_MS = 20;

/** What the image's entrypoint does before it starts nginx: settings first, then every template. */
const FILL_IN = `
set -e
. "$NGINX_HOME/front-settings.envsh"
names=$(awk 'END { for (name in ENVIRON) if (name ~ /^FRONT_/) printf "\${%s} ", name }' < /dev/null)
for template in "$NGINX_HOME"/templates/*.template; do
  "$ENVSUBST" "$names" < "$template" > "$OUTPUT/$(basename "$template" .template)"
done`;

/** What the front of docker-compose.yml is told, where it is about other servers and the page. */
export interface FrontSettings {
  API_URL: string;
  SSE_URL: string;
  S3_URL: string;
  WEB_DIST: string;
  TOSS_ORIGINS?: string;
  UPLOAD_ORIGINS?: string;
  IMAGES_BASE_URL?: string;
}

/** A real nginx by the configuration of infra/nginx, on a port of this machine. */
export interface RealNginx {
  url: string;
  internalUrl: string;
  logFile: string;
  /** Fills in the templates anew and resolves when no worker takes requests by what was before. */
  reload(settings: FrontSettings): Promise<void>;
  stop(): Promise<void>;
}

/** The programs, or the test is skipped. */
export function nginxOrSkip(test: Mocha.Context): NginxPrograms {
  return nginxPrograms() ?? test.skip();
}

/** Fills in the templates as the image does; throws what the settings' script says of what is wrong. */
export async function fillTemplates(
  { envsubst }: Pick<NginxPrograms, 'envsubst'>,
  dir: string,
  settings: Record<string, string>,
): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const env = { ...settings, NGINX_HOME: HOME, ENVSUBST: envsubst, OUTPUT: dir };
  await runProgram('sh', ['-c', FILL_IN], { withinMs: FILL_WITHIN_MS, env });
}

/** Throws what nginx does not understand of what `fillTemplates` wrote to `dir`; returns that. */
export async function testNginx({ nginx }: NginxPrograms, dir: string): Promise<string> {
  // It opens its own output by a path, which a pipe of ours has not.
  const script = '"$@" > "$OUTPUT" 2>&1 || { grep emerg "$OUTPUT" >&2; exit 1; }';
  const env = { OUTPUT: join(dir, 'test.log') };
  const args = ['-c', script, 'sh', nginx, ...argsFor(dir), '-t'];
  await runProgram('sh', args, { withinMs: FILL_WITHIN_MS, env });
  return readFileSync(join(dir, 'nginx.conf'), 'utf8');
}

/**
 * Starts it with everything that it writes in `dir`; `changed` makes another configuration of the one that is filled
 * in.
 */
export async function startNginx(
  programs: NginxPrograms,
  dir: string,
  settings: FrontSettings,
  changed?: (config: string) => string,
): Promise<RealNginx> {
  const [port, internalPort] = [await freePort(), await freePort()];
  const place = { HOST: '127.0.0.1', PORT: String(port), INTERNAL_PORT: String(internalPort) };
  const internalUrl = `http://127.0.0.1:${internalPort}`;
  await fillTemplates(programs, dir, { ...settings, ...place });
  const file = join(dir, 'nginx.conf');
  if (changed) writeFileSync(file, changed(readFileSync(file, 'utf8')));
  const [logFile, pidFile] = [join(dir, 'nginx.log'), join(dir, 'nginx.pid')];
  const { stop } = await startOwnServer({
    ...{ name: 'nginx', command: programs.nginx, args: argsFor(dir), dataDir: dir },
    ...{ logFile, pidFile },
    isUp: () => answers(`${internalUrl}/healthz/ready`),
    withinMs: UP_WITHIN_MS,
  });
  return {
    ...{ url: `http://127.0.0.1:${port}`, internalUrl, logFile, stop },
    reload: async (next) => {
      const master = Number(readFileSync(pidFile, 'utf8'));
      const before = workersOf(master);
      await fillTemplates(programs, dir, { ...next, ...place });
      process.kill(master, 'SIGHUP');
      await untilRetired(master, before);
    },
  };
}

function argsFor(dir: string): string[] {
  // The image runs as nobody in particular; as root the workers could not read what is ours.
  const runAs = isRoot() ? ' user root;' : '';
  return ['-p', dir, '-e', 'stderr', '-c', join(dir, 'nginx.conf'), '-g', `daemon off;${runAs}`];
}

// Workers that have been told to end say so in their title; those without a stream are gone by then.
async function untilRetired(master: number, before: readonly number[]): Promise<void> {
  const deadlineMs = Date.now() + RELOADED_WITHIN_MS;
  const takesStill = (pid: number) => /worker process$/.test(titleOf(pid));
  const hasNew = () => workersOf(master).some((pid) => !before.includes(pid) && takesStill(pid));
  while (before.some(takesStill) || !hasNew()) {
    if (Date.now() > deadlineMs) throw new Error('nginx has not taken its new configuration');
    await pause(POLL_MS);
  }
}

function workersOf(master: number): number[] {
  try {
    const children = readFileSync(`/proc/${master}/task/${master}/children`, 'utf8');
    return children.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(ASK_WITHIN_MS) });
    await reply.body?.cancel();
    return reply.ok;
  } catch {
    return false;
  }
}
