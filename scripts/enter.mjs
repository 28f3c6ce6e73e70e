// The door of every npm script: built-ins only, so that it runs on a bare clone with Node 20.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { EntryError } from './entry/entry-error.mjs';
import { installedRuntime } from './entry/install.mjs';
import { quickEnv } from './entry/quick-env.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_MAJOR_MIN = 20;
const PARENT_CHECK_MS = 500;

try {
  const [command = '', ...args] = process.argv.slice(2);
  const file = join(ROOT, 'scripts', `${command}.ts`);
  if (!/^[a-z-]+$/.test(command) || !existsSync(file)) {
    throw new EntryError(`There is no command "${command}" in scripts/.`);
  }
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_MIN) {
    throw new EntryError(
      `Node.js ${NODE_MAJOR_MIN} or newer is needed, this is ${process.version}.`,
    );
  }
  run(await installedRuntime(ROOT, (line) => process.stderr.write(`${line}\n`)), [file, ...args]);
} catch (error) {
  if (!(error instanceof EntryError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

// The child leads a process group of its own: a terminal's Ctrl-C reaches it once, through here,
// and it stops its parts in order. The channel tells it when this process is gone for good.
function run(runtime, args) {
  const child = spawn(runtime, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
    env: { ...process.env, ...quickEnv(ROOT, process.env) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  stopWithParent(child);
  child.once('error', (error) => {
    process.stderr.write(`The runtime ${runtime} cannot be started: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

// npm runs a script through a shell, which may die of a signal without passing it on.
function stopWithParent(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    child.kill('SIGTERM');
  }, PARENT_CHECK_MS);
  check.unref();
}
