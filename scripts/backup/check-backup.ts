import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SUMS_FILE } from './backup-folder.ts';
import { MANIFEST_FILE, readManifest, tableFile } from './manifest.ts';
import type { Manifest } from './manifest.ts';

const SUM = /^([0-9a-f]{64}) {2}([a-z0-9_]+(?:\.[a-z]+)+)$/;

/** Reads every byte of a backup and returns its manifest; throws a sentence unless it is whole. */
export async function checkBackup(folder: string): Promise<Manifest> {
  const sums = await readSums(folder);
  for (const [name, sha256] of sums) await checkFile(folder, name, sha256);
  if (!sums.has(MANIFEST_FILE)) throw new Error(`${folder} is no whole backup: no manifest.`);
  const manifest = readManifest(await readFile(join(folder, MANIFEST_FILE), 'utf8'));
  const missing = manifest.tables.map(tableFile).filter((name) => !sums.has(name));
  if (missing.length === 0) return manifest;
  throw new Error(`${folder} is no whole backup: it lacks ${missing.join(', ')}.`);
}

async function readSums(folder: string): Promise<Map<string, string>> {
  const text = await readFile(join(folder, SUMS_FILE), 'utf8').catch((error: unknown) => {
    throw new Error(`${folder} is no whole backup: it has no ${SUMS_FILE}.`, { cause: error });
  });
  const lines = text.trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const [, sha256, name] = SUM.exec(line) ?? [];
      if (sha256 !== undefined && name !== undefined) return [name, sha256];
      throw new Error(`the backup is damaged: ${SUMS_FILE} cannot be read.`);
    }),
  );
}

async function checkFile(folder: string, name: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(join(folder, name)), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`${folder} is no whole backup: it lacks ${name}.`, { cause: error });
  }
  if (hash.digest('hex') === sha256) return;
  throw new Error(`the backup is damaged: ${name} is not as it was written.`);
}
