import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { withFileLock } from '../entry/file-lock.mjs';
import { DATA_ROOT, ROOT } from '../root.ts';
import { runProgram } from '../services/programs.ts';

const BUILDS = join(DATA_ROOT, 'web');
const BUILDS_KEPT = 3;
const BUILD_WITHIN_MS = 3 * 60_000;
const WEB = join(ROOT, 'web');
const SOURCES = ['web/**/*', 'core/src/{contracts,rules}/**/*', 'package-lock.json'];
const NOT_SOURCES = ['web/dist/**', '**/node_modules/**', '**/*.test.*'];

/**
 * The folder of the built page. Each state of the sources has a folder of its own, so that a new
 * build never changes the files under a running front; commands that start together build once.
 */
export async function builtWebPage(say: (line: string) => void): Promise<string> {
  const folder = join(BUILDS, sourcesHash());
  await withFileLock(join(DATA_ROOT, 'locks', 'web'), async () => {
    if (!existsSync(folder)) {
      say('Building the web page …');
      await build(folder);
    }
    const now = new Date();
    utimesSync(folder, now, now);
    removeOldBuilds();
  });
  return folder;
}

async function build(folder: string): Promise<void> {
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(BUILDS, { recursive: true });
  // npm puts vite wherever its versions fit.
  const vite = join(
    dirname(createRequire(join(WEB, 'x.js')).resolve('vite/package.json')),
    'bin/vite.js',
  );
  await runProgram(process.execPath, [vite, 'build', '--outDir', making, '--emptyOutDir'], {
    cwd: WEB,
    withinMs: BUILD_WITHIN_MS,
  });
  renameSync(making, folder);
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const path of globSync(SOURCES, { cwd: ROOT, exclude: NOT_SOURCES }).toSorted()) {
    const file = join(ROOT, path);
    if (!statSync(file).isFile()) continue;
    hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function removeOldBuilds(): void {
  const newestFirst = readdirSync(BUILDS)
    .map((name) => ({ path: join(BUILDS, name), usedAtMs: statSync(join(BUILDS, name)).mtimeMs }))
    .toSorted((a, b) => b.usedAtMs - a.usedAtMs);
  for (const { path } of newestFirst.slice(BUILDS_KEPT)) rmSync(path, { recursive: true });
}
