import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import process from 'node:process';
import { EntryError } from './entry-error.mjs';
import { withFileLock } from './file-lock.mjs';
import { ensureRuns, runtimeBinary } from './runtime.mjs';

const LINES_SHOWN = 12;

/** Sees to it that `node_modules` is what the lockfile says, and returns the runtime's path. */
export async function installedRuntime(root, say) {
  const binary = runtimeBinary(root);
  const lock = join(root, '.data', 'locks', 'install');
  const onWait = () => say('Another command is installing the packages; waiting for it …');
  if (!isFresh(root, binary)) {
    await withFileLock(lock, () => installUnlessFresh(root, binary, say), onWait);
  }
  // npm runs scripts with whatever `node` is in node_modules: it is put there once it runs here.
  const link = join(root, 'node_modules', 'node', 'bin', basename(binary));
  if (!existsSync(link)) {
    await ensureRuns(binary, say);
    linkRuntime(binary, link);
  }
  return binary;
}

async function installUnlessFresh(root, binary, say) {
  if (!isFresh(root, binary)) await install(root, binary, say);
}

function isFresh(root, binary) {
  const marker = markerPath(root);
  return (
    existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint(root) && existsSync(binary)
  );
}

function markerPath(root) {
  return join(root, 'node_modules', '.sagopalgo-installed');
}

function fingerprint(root) {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch}\n`);
  for (const name of ['package-lock.json', '.npmrc']) {
    const path = join(root, name);
    hash.update(existsSync(path) ? readFileSync(path) : '');
  }
  return hash.digest('hex');
}

async function install(root, binary, say) {
  say('Installing the packages (npm ci); the first time takes a minute …');
  rmSync(markerPath(root), { force: true });
  const { code, output } = await runNpm(root);
  if (code !== 0) {
    const lines = output
      .split('\n')
      .filter((line) => line.trim() && !line.includes('A complete log'));
    throw new EntryError(
      `npm ci failed (exit code ${code}), so nothing can be started. npm says:\n` +
        lines.slice(0, LINES_SHOWN).join('\n'),
    );
  }
  if (!existsSync(binary)) {
    throw new EntryError(
      'npm ci left out the runtime package for this platform; is "omit=optional" set in an .npmrc?',
    );
  }
  writeFileSync(markerPath(root), fingerprint(root));
}

function runNpm(root) {
  return new Promise((resolve, reject) => {
    // NODE_ENV=production would leave the tests' packages out, and the next `npm test` without them.
    const args = ['ci', '--include=dev', '--include=optional', '--no-progress', '--loglevel=error'];
    const npm = spawn('npm', args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.on('data', (chunk) => (output = (output + chunk).slice(-20_000)));
    }
    npm.once('error', (error) => {
      const missing = error.code === 'ENOENT';
      reject(missing ? new EntryError('npm was not found; it comes with Node.js 20+.') : error);
    });
    npm.once('close', (code, signal) => resolve({ code: code ?? signal, output }));
  });
}

// What the package's own install script would do, which `ignore-scripts` keeps from running.
function linkRuntime(binary, link) {
  mkdirSync(dirname(link), { recursive: true });
  const making = `${link}.${process.pid}`;
  if (process.platform === 'win32') copyFileSync(binary, making);
  else symlinkSync(relative(dirname(link), binary), making);
  renameSync(making, link);
}
