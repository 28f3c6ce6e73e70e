import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { z } from 'zod';
import { ROOT } from '../root.ts';

export const MANIFEST_FILE = 'manifest.json';

/**
 * Raised when a backup is laid out otherwise. One that lacks bids has a format of its own, which nobody reads who does
 * not ask for it.
 */
export const FORMATS = { whole: 1, lacking: 2 } as const;

const tableSchema = z.object({
  name: z.string().regex(/^\w+$/),
  columns: z.array(z.string().regex(/^\w+$/)).min(1),
  rows: z.number().int().min(0),
});

const formatSchema = z.literal([FORMATS.whole, FORMATS.lacking]);

const manifestSchema = z.object({
  format: formatSchema,
  /**
   * Auctions of which it may lack bids answered before it began, as their recording had stopped; of all others it has
   * them.
   */
  lacksBidsOf: z.array(z.string()).default([]),
  /** Every other bid answered before then is in it. UTC milliseconds. */
  begunAtMs: z.number().int(),
  /** The record is as it was a moment before. UTC milliseconds. */
  takenAtMs: z.number().int(),
  release: z.string(),
  mysqlVersion: z.string(),
  redisVersions: z.array(z.string()),
  /** Hashes of the migrations that made the tables, in order. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(tableSchema).min(1),
});

/** What a backup says of itself. */
export type Manifest = z.infer<typeof manifestSchema>;

/** A table as the manifest has it. */
export type DumpedTable = z.infer<typeof tableSchema>;

/** Where a table's rows are. */
export function tableFile({ name }: Pick<DumpedTable, 'name'>): string {
  return `${name}.jsonl.gz`;
}

/** Reads a manifest that this release can restore; throws a sentence for any other. */
export function readManifest(text: string): Manifest {
  const { format } = z.object({ format: z.number() }).parse(JSON.parse(text));
  if (!formatSchema.safeParse(format).success) {
    const known = Object.values(FORMATS).join(' and ');
    throw new Error(`this release reads backups of format ${known}, and this is one of ${format}.`);
  }
  const manifest = manifestSchema.parse(JSON.parse(text));
  if (manifest.migrations.join() === ownMigrations().join()) return manifest;
  throw new Error(
    `the backup is of release ${manifest.release} (migrations: ${manifest.migrations.length}), and this is ` +
      `${ownRelease()} (${ownMigrations().length}). Restore it by the release that made it; ` +
      'npm run migrate then brings it up to date.',
  );
}

/** The hashes of the migrations that this release has. */
export function ownMigrations(): string[] {
  const migrationsFolder = join(ROOT, 'core/src/mysql/migrations');
  return readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash);
}

export function ownRelease(): string {
  const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
