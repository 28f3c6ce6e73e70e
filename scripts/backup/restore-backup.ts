import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { openConnections } from '@sagopalgo/lambdas/src/connections.ts';
import { restoreMissing } from '@sagopalgo/lambdas/src/record-bids/restore-missing.ts';
import { someOf } from './accepted-bids.ts';
import { alone } from './alone.ts';
import { checkBackup } from './check-backup.ts';
import { expectEmpty } from './expect-empty.ts';
import { loadRecord } from './load-record.ts';
import { ownMigrations } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import type { RestoreOptions } from './options.ts';
import { connectRaw, readMigrations } from './raw-mysql.ts';
import { sentenceOf } from './sentence-of.ts';
import type { Stores } from './stores.ts';

/** What is there now. */
export interface RestoredBackup {
  rows: number;
  /** Auctions that Redis holds again. */
  loaded: number;
  /** Auctions that wait for an operator, as bids may be missing. */
  interrupted: number;
}

/**
 * Puts a backup into a MySQL and a Redis that are empty. The record is filled in one transaction, so that
 * whoever is cut off leaves it empty; Redis is filled from it, under new epochs, as when it was lost.
 * Throws a sentence, with nothing touched, for a backup that is not whole or a system that is not empty.
 */
export async function restoreBackup(
  stores: Stores,
  { folder, doorsWereShut, althoughRecordingStopped }: RestoreOptions,
): Promise<RestoredBackup> {
  const manifest = await checkBackup(folder);
  if (!althoughRecordingStopped) expectAllBids(manifest);
  return await alone(stores.mysqlUrl, 'restore', async () => {
    const connections = openConnections(stores, createLog('restore', 'error'));
    try {
      await whenConnected(connections.redis);
      await expectEmpty(stores.mysqlUrl, connections.redis);
      // Only now, as an api that lives on what is named by mistake would shut its door.
      return await alone(stores.mysqlUrl, 'fill', async () => {
        await makeTables(stores.mysqlUrl);
        const loading = { folder, manifest, doorsWereShut, nowMs: Date.now() };
        const record = await loadRecord(stores.mysqlUrl, loading);
        return { ...record, loaded: await loadRedis(connections) };
      });
    } finally {
      await connections.end();
    }
  });
}

function expectAllBids({ lacksBidsOf }: Manifest): void {
  if (lacksBidsOf.length === 0) return;
  throw new Error(
    `the backup may lack answered bids of ${someOf(lacksBidsOf)}: their recording had stopped when it was made. ` +
      'With --although-recording-stopped it is restored, and these wait for an operator.',
  );
}

// Migrating waits for whoever writes to the database, so tables that are there are left alone.
async function makeTables(mysqlUrl: string): Promise<void> {
  const connection = await connectRaw(mysqlUrl);
  const migrations = await readMigrations(connection);
  await connection.end();
  if (migrations.join() !== ownMigrations().join()) await migrateDatabase(mysqlUrl);
}

async function loadRedis(connections: Parameters<typeof restoreMissing>[0]): Promise<number> {
  try {
    return await restoreMissing(connections);
  } catch (error) {
    throw new Error(
      `Redis is not filled (${sentenceOf(error)}). The record is whole: a keeper fills Redis from it.`,
      { cause: error },
    );
  }
}
