import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { canInstall, installPackages, SERVER_PACKAGES } from './apt.ts';
import { answersMysql, shownUrl } from './database.ts';
import { hasDockerEngine, startDockerService } from './docker.ts';
import { startOwnServer } from './own-server.ts';
import type { OwnServer } from './own-server.ts';
import { findProgram, freePort, isRoot, runProgram } from './programs.ts';
import { firstThatStarts, sourcesToTry } from './sources.ts';
import type { Service, ServiceOptions } from './sources.ts';

const INIT_WITHIN_MS = 120_000;
const UP_WITHIN_MS = 60_000;
const PORT_TRIES = 3;
const ADVICE =
  'No MySQL can be had here: set MYSQL_URL, start Docker, or install MariaDB 10.11 / MySQL 8.4 ' +
  '(Debian: apt-get install mariadb-server-core mariadb-client-core; macOS: brew install mariadb).';

/**
 * A MySQL or MariaDB server that answers: the one MYSQL_URL names, or one of our own with its data
 * under `dataDir`. The URL names the server; make databases in it with `database.ts`. Throws
 * NoServiceError with a sentence for the person when none can be had.
 */
export async function provideMysql({
  dataDir,
  log,
  env = process.env,
}: ServiceOptions): Promise<Service> {
  const given = env['MYSQL_URL'];
  const sources = await sourcesToTry({
    environment: () => Boolean(given),
    docker: hasDockerEngine,
    machine: hasServer,
    apt: canInstall,
  });
  const onMachine = async (source: 'machine' | 'apt'): Promise<Service> => ({
    source,
    ...(await startOnMachine(join(dataDir, 'mysql'), join(dataDir, 'logs'))),
  });
  const starters = {
    environment: () => useGiven(given ?? ''),
    docker: async (): Promise<Service> => {
      const { port, stop } = await startDockerService('mysql', 3306, dataDir);
      return { url: `mysql://root:sagopalgo@127.0.0.1:${port}`, source: 'docker', stop };
    },
    machine: () => onMachine('machine'),
    apt: async () => {
      await installPackages(SERVER_PACKAGES, hasServer, log);
      return onMachine('apt');
    },
  };
  return firstThatStarts('MySQL', ADVICE, sources, starters, log);
}

async function useGiven(url: string): Promise<Service> {
  if (!(await answersMysql(url))) {
    throw new Error(`MYSQL_URL is set, but no MySQL answers at ${shownUrl(url)}.`);
  }
  return { url, source: 'environment', stop: () => Promise.resolve() };
}

function hasServer(): boolean {
  const mariadb = findProgram('mariadbd') !== null && findProgram('mariadb-install-db') !== null;
  return mariadb || findProgram('mysqld') !== null;
}

async function startOnMachine(dataDir: string, logDir: string): Promise<Omit<Service, 'source'>> {
  const command = findProgram('mariadbd', 'mysqld');
  if (command === null) throw new Error('its server program is not on this machine');
  const isMariadb = (await runProgram(command, ['--version'], { withinMs: 10_000 })).includes(
    'MariaDB',
  );
  mkdirSync(logDir, { recursive: true });
  if (!existsSync(dataDir)) await initialise(command, isMariadb, dataDir);
  const { port, server } = await startOnFreePort({ command, isMariadb, dataDir, logDir });
  return { url: `mysql://root@127.0.0.1:${port}`, died: server.died, stop: server.stop };
}

// Made beside its place and moved there when whole, so that a cut-off first start leaves nothing.
async function initialise(command: string, isMariadb: boolean, dataDir: string): Promise<void> {
  const making = `${dataDir}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });
  const user = isRoot() ? ['--user=root'] : [];
  if (isMariadb) {
    const install = findProgram('mariadb-install-db', 'mysql_install_db');
    if (install === null) throw new Error('mariadb-install-db is missing');
    // Forced: it would refuse a machine that cannot look up its own name, which plays no part here.
    const plain = ['--auth-root-authentication-method=normal', '--skip-test-db', '--force'];
    const args = ['--no-defaults', ...user, `--datadir=${making}`, ...plain];
    await runProgram(install, args, { withinMs: INIT_WITHIN_MS });
  } else {
    const args = ['--no-defaults', ...user, `--datadir=${making}`, '--initialize-insecure'];
    await runProgram(command, args, { withinMs: INIT_WITHIN_MS });
  }
  renameSync(making, dataDir);
}

async function startOnFreePort(options: {
  command: string;
  isMariadb: boolean;
  dataDir: string;
  logDir: string;
}): Promise<{ port: number; server: OwnServer }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      const server = await startOwnServer({
        name: options.isMariadb ? 'MariaDB' : 'MySQL',
        command: options.command,
        args: serverArgs({ ...options, port }),
        dataDir: options.dataDir,
        logFile: join(options.logDir, 'mysql.log'),
        pidFile: join(options.dataDir, 'server.pid'),
        isUp: () => answersMysql(`mysql://root@127.0.0.1:${port}`),
        withinMs: UP_WITHIN_MS,
      });
      return { port, server };
    } catch (error) {
      if (attempt === PORT_TRIES) throw error;
    }
  }
}

function serverArgs(options: { isMariadb: boolean; dataDir: string; port: number }): string[] {
  return [
    '--no-defaults',
    ...(isRoot() ? ['--user=root'] : []),
    `--datadir=${options.dataDir}`,
    `--pid-file=${join(options.dataDir, 'server.pid')}`,
    // Relative to the data directory: a socket's whole path may only be 107 bytes long.
    '--socket=mysql.sock',
    `--port=${options.port}`,
    '--bind-address=127.0.0.1',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_bin',
    '--innodb-buffer-pool-size=128M',
    '--innodb-flush-log-at-trx-commit=1',
    '--max-connections=300',
    '--performance-schema=OFF',
    '--local-infile=OFF',
    '--skip-name-resolve',
    '--skip-log-bin',
    ...(options.isMariadb ? [] : ['--mysqlx=OFF']),
  ];
}
