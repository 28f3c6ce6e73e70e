import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { withFileLock } from '../../entry/file-lock.mjs';
import { DATA_ROOT } from '../../root.ts';
import { canInstall, installPackages } from '../../services/apt.ts';
import { findProgram, runProgram } from '../../services/programs.ts';

const SOURCES = fileURLToPath(new URL('client', import.meta.url));
const TOOLS = join(DATA_ROOT, 'tools');
const PACKAGES = ['gcc', 'libc6-dev'];
const BUILD_WITHIN_MS = 60_000;

/** Why the load client cannot be had on this machine, or null when it can. */
export function clientFault(): string | null {
  if (process.platform !== 'linux') return 'the load client runs on Linux only (epoll, /proc)';
  if (compiler() !== null || canInstall()) return null;
  return 'the load client needs a C compiler (Debian: apt-get install gcc libc6-dev)';
}

/** The path of the load client, built when its sources are newer. Throws a sentence when it cannot be had. */
export async function clientProgram(say: (line: string) => void): Promise<string> {
  const fault = clientFault();
  if (fault !== null) throw new Error(fault);
  if (compiler() === null) await installPackages(PACKAGES, () => compiler() !== null, say);
  mkdirSync(TOOLS, { recursive: true });
  const program = join(TOOLS, 'load-client');
  await withFileLock(`${program}.lock`, async () => {
    if (isFresh(program)) return;
    const building = `${program}.new`;
    const sources = globSync(join(SOURCES, '*.c'));
    await runProgram(compiler() ?? 'cc', ['-O2', '-Wall', '-o', building, ...sources], {
      withinMs: BUILD_WITHIN_MS,
    });
    renameSync(building, program);
  });
  return program;
}

function compiler(): string | null {
  return findProgram('cc', 'gcc', 'clang');
}

function isFresh(program: string): boolean {
  if (!existsSync(program)) return false;
  const builtMs = statSync(program).mtimeMs;
  return globSync(join(SOURCES, '*')).every((file) => statSync(file).mtimeMs < builtMs);
}
