import { globSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { DATA_ROOT } from '../../root.ts';
import { canInstall, installPackages } from '../../services/apt.ts';
import { buildWhenOlder, cCompiler } from '../../services/c-program.ts';
import { runProgram } from '../../services/programs.ts';

const SOURCES = fileURLToPath(new URL('client', import.meta.url));
const PROGRAM = join(DATA_ROOT, 'tools', 'load-client');
const PACKAGES = ['gcc', 'libc6-dev'];
const BUILD_WITHIN_MS = 60_000;

/** Why the load client cannot be had on this machine, or null when it can. */
export function clientFault(): string | null {
  if (process.platform !== 'linux') return 'the load client runs on Linux only (epoll, /proc)';
  if (cCompiler() !== null || canInstall()) return null;
  return 'the load client needs a C compiler (Debian: apt-get install gcc libc6-dev)';
}

/** The path of the load client, built when its sources are newer. Throws a sentence when it cannot be had. */
export async function clientProgram(say: (line: string) => void): Promise<string> {
  const fault = clientFault();
  if (fault !== null) throw new Error(fault);
  if (cCompiler() === null) await installPackages(PACKAGES, () => cCompiler() !== null, say);
  await buildWhenOlder(PROGRAM, globSync(join(SOURCES, '*')), async (building) => {
    const sources = globSync(join(SOURCES, '*.c'));
    await runProgram(cCompiler() ?? 'cc', ['-O2', '-Wall', '-o', building, ...sources], {
      withinMs: BUILD_WITHIN_MS,
    });
  });
  return PROGRAM;
}
