import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withFileLock } from '../entry/file-lock.mjs';
import { DATA_ROOT } from '../root.ts';
import { findProgram } from './programs.ts';

/** The path of a C compiler on this machine, or null. */
export function cCompiler(): string | null {
  return findProgram('cc', 'gcc', 'clang');
}

/**
 * Has `file` built when any of its sources is newer, by one command at a time in this clone. `build` writes what it
 * makes to the path it is given; when it throws, `file` is gone where it may be removed, that of older sources too.
 */
export async function buildWhenOlder(
  file: string,
  sources: readonly string[],
  build: (building: string) => Promise<unknown>,
): Promise<void> {
  if (isFresh(file, sources)) return;
  mkdirSync(dirname(file), { recursive: true });
  await withFileLock(join(DATA_ROOT, 'locks', basename(file)), async () => {
    if (isFresh(file, sources)) return;
    const building = `${file}.new`;
    try {
      await build(building);
      // Whoever runs the one before goes on with that.
      renameSync(building, file);
    } catch (error) {
      for (const path of [building, file]) removeIfPossible(path);
      throw error;
    }
  });
}

// A folder that may not be written is no reason to hide why the build failed.
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays, and whoever uses it finds out what it is good for.
  }
}

function isFresh(file: string, sources: readonly string[]): boolean {
  if (!existsSync(file)) return false;
  const builtMs = statSync(file).mtimeMs;
  return sources.every((source) => statSync(source).mtimeMs < builtMs);
}
