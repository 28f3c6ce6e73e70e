import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../entry/file-lock.mjs';
import { DATA_ROOT } from '../root.ts';
import { findProgram, runProgram } from './programs.ts';

const BUILD_WITHIN_MS = 10 * 60_000;

/** Whether Go is here, without which none of its programs can be built. */
export function canBuildWithGo(): boolean {
  return findProgram('go') !== null;
}

/**
 * The project's own copy of a program in Go, by its version, which it may not know itself; built the first time, which
 * takes minutes. Returns its path; throws where Go is not here.
 */
export async function goProgram(
  name: string,
  { module, version }: { module: string; version: string },
): Promise<string> {
  const tools = join(DATA_ROOT, 'tools', `${name}-${version}`);
  const program = join(tools, name);
  const go = findProgram('go');
  if (go === null) throw new Error(`${name} needs Go, which is not here`);
  mkdirSync(tools, { recursive: true });
  await withFileLock(`${program}.lock`, async () => {
    if (existsSync(program)) return;
    const build = { env: { GOBIN: tools }, withinMs: BUILD_WITHIN_MS };
    await runProgram(go, ['install', `${module}@v${version}`], build);
  });
  return program;
}
