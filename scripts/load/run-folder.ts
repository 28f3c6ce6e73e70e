import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isAlive } from '../entry/file-lock.mjs';
import { DATA_ROOT } from '../root.ts';

/** One level deeper than other data, so that no other command takes it for theirs. */
const RUNS = join(DATA_ROOT, 'load');
const FOLDER = /^run-(\d+)$/;

/** Makes a folder for what a load keeps on disk, and takes away those of loads that were killed. */
export function newRunFolder(): { dataDir: string; remove: () => void } {
  removeLeftovers();
  const dataDir = join(RUNS, `run-${process.pid}`);
  mkdirSync(dataDir, { recursive: true });
  const remove = (): void =>
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  return { dataDir, remove };
}

// A run that was killed outright could not clear up.
function removeLeftovers(): void {
  mkdirSync(RUNS, { recursive: true });
  for (const name of readdirSync(RUNS)) {
    const pid = Number(FOLDER.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) rmSync(join(RUNS, name), { recursive: true, force: true });
  }
}
