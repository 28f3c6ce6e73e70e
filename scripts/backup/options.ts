import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { databaseOf } from '../services/database.ts';
import type { Stores } from './stores.ts';

export const BACKUP_USAGE = 'npm run backup -- <new folder> [--although-recording-stopped]';
export const RESTORE_USAGE =
  'npm run restore -- <folder> [--doors-were-shut] [--although-recording-stopped]';

const STOPPED = { 'although-recording-stopped': { type: 'boolean' } } as const;

/** Where a backup is to be made, and how. */
export interface BackupOptions {
  folder: string;
  /** The record lacks answered bids of some auctions, and a backup that says so is better than none. */
  althoughRecordingStopped: boolean;
}

/** What is to be restored, and how. */
export interface RestoreOptions {
  folder: string;
  /** No bid was judged after the backup: auctions that were open go on by themselves. */
  doorsWereShut: boolean;
  /** It was made while the recording of some auctions had stopped, and lacks bids of theirs. */
  althoughRecordingStopped: boolean;
}

/** Reads the command line; throws a sentence. */
export function readBackupOptions(args: string[]): BackupOptions {
  const { folder, values } = parse(args, STOPPED, BACKUP_USAGE);
  return { folder, althoughRecordingStopped: values['although-recording-stopped'] === true };
}

/** Reads the command line; throws a sentence. */
export function readRestoreOptions(args: string[]): RestoreOptions {
  const known = { 'doors-were-shut': { type: 'boolean' }, ...STOPPED } as const;
  const { folder, values } = parse(args, known, RESTORE_USAGE);
  return {
    folder,
    doorsWereShut: values['doors-were-shut'] === true,
    althoughRecordingStopped: values['although-recording-stopped'] === true,
  };
}

/** The stores that are to be filled: named in full, so that nobody fills one by accident. Throws a sentence. */
export function readEmptyStores(env: Readonly<Record<string, string | undefined>>): Stores {
  const { MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl } = env;
  if (mysqlUrl && redisUrl && databaseOf(mysqlUrl) !== null) return { mysqlUrl, redisUrl };
  throw new Error('MYSQL_URL, with its database, and REDIS_URL must name the empty stores.');
}

function parse(
  args: string[],
  options: Record<string, { type: 'boolean' }>,
  usage: string,
): { folder: string; values: Record<string, unknown> } {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new Error('one folder must be named');
    return { folder: resolve(folder), values };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n${usage}`, { cause: error });
  }
}
