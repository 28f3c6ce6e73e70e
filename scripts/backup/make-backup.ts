import type { Connection } from 'mysql2';
import type { Connection as Asked } from 'mysql2/promise';
import { whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { infoField, mastersOf } from '@sagopalgo/core/redis/masters.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { openConnections } from '@sagopalgo/lambdas/src/connections.ts';
import type { Connections } from '@sagopalgo/lambdas/src/connections.ts';
import { recordBids } from '@sagopalgo/lambdas/src/record-bids/record-bids.ts';
import { expectRecorded, readAccepted } from './accepted-bids.ts';
import { alone } from './alone.ts';
import { beginBackup } from './backup-folder.ts';
import type { UnfinishedBackup } from './backup-folder.ts';
import { dumpTable } from './dump-table.ts';
import { FORMAT, MANIFEST_FILE, ownMigrations, ownRelease, tableFile } from './manifest.ts';
import type { DumpedTable, Manifest } from './manifest.ts';
import { connectStreaming, readMigrations, readTables } from './raw-mysql.ts';
import type { Stores } from './stores.ts';

/** What came of it. */
export interface MadeBackup {
  tables: number;
  rows: number;
  bytes: number;
}

/**
 * Backs the record up into a new folder while everything goes on. Every bid that was answered before it
 * began is recorded first; then all tables are read as they are at one moment. What is live in Redis is
 * not copied: it follows from the record. Throws a sentence, and leaves nothing, when it cannot be whole.
 */
export async function makeBackup(stores: Stores, folder: string): Promise<MadeBackup> {
  return await alone(stores.mysqlUrl, 'backup', async () => {
    const backup = await beginBackup(folder);
    try {
      return await fill(backup, stores);
    } catch (error) {
      await backup.abandon();
      throw error;
    }
  });
}

async function fill(backup: UnfinishedBackup, stores: Stores): Promise<MadeBackup> {
  const connections = openConnections(stores, createLog('backup', 'error'));
  try {
    await whenConnected(connections.redis);
    const begunAtMs = Date.now();
    const snapshot = await snapshotWithAll(connections, stores);
    try {
      const takenAtMs = Date.now();
      const migrations = await expectedMigrations(snapshot.promise());
      const { tables, bytes } = await dumpTables(snapshot, backup);
      const versions = await versionsOf(snapshot.promise(), connections.redis);
      const manifest: Manifest = {
        ...{ format: FORMAT, begunAtMs, takenAtMs, release: ownRelease() },
        ...{ ...versions, migrations, tables },
      };
      await backup.write(MANIFEST_FILE, [`${JSON.stringify(manifest, null, 2)}\n`]);
      await backup.finish();
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      return { tables: tables.length, rows, bytes };
    } finally {
      snapshot.destroy();
    }
  } finally {
    await connections.end();
  }
}

// A connection that sees the record as it is at one moment, at which all has been recorded that Redis
// had accepted before.
async function snapshotWithAll(connections: Connections, stores: Stores): Promise<Connection> {
  const accepted = await readAccepted(connections);
  await recordBids(connections);
  const snapshot = connectStreaming(stores.mysqlUrl);
  const asked = snapshot.promise();
  try {
    await asked.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await asked.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    await expectRecorded(asked, accepted, connections.standstills.faults());
    return snapshot;
  } catch (error) {
    snapshot.destroy();
    throw error;
  }
}

async function expectedMigrations(snapshot: Asked): Promise<string[]> {
  const migrations = await readMigrations(snapshot);
  if (migrations.join() === ownMigrations().join()) return migrations;
  throw new Error('the database is not of this release: it has other migrations.');
}

async function dumpTables(
  snapshot: Connection,
  backup: UnfinishedBackup,
): Promise<{ tables: DumpedTable[]; bytes: number }> {
  const tables: DumpedTable[] = [];
  let bytes = 0;
  for (const shape of await readTables(snapshot.promise())) {
    let rows = 0;
    const counted = dumpTable(snapshot, shape, () => (rows += 1));
    bytes += await backup.write(tableFile(shape), counted);
    tables.push({ name: shape.name, columns: shape.columns, rows });
  }
  return { tables, bytes };
}

async function versionsOf(
  snapshot: Asked,
  redis: AuctionRedis,
): Promise<Pick<Manifest, 'mysqlVersion' | 'redisVersions'>> {
  const [rows] = await snapshot.query('SELECT VERSION() AS version');
  const infos = await Promise.all(mastersOf(redis).map((master) => master.info('server')));
  const found = infos.map((info) => infoField(info, 'redis_version') ?? 'unknown');
  return {
    mysqlVersion: (rows as { version: string }[])[0]?.version ?? 'unknown',
    redisVersions: [...new Set(found)],
  };
}
