import type { Connection } from 'mysql2';
import type { Connection as Asked } from 'mysql2/promise';
import { whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { infoField, mastersOf } from '@sagopalgo/core/redis/masters.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { openConnections } from '@sagopalgo/lambdas/src/connections.ts';
import type { Connections } from '@sagopalgo/lambdas/src/connections.ts';
import { recordBids } from '@sagopalgo/lambdas/src/record-bids/record-bids.ts';
import { findLacking, readAccepted, someOf } from './accepted-bids.ts';
import { alone } from './alone.ts';
import { beginBackup } from './backup-folder.ts';
import type { UnfinishedBackup } from './backup-folder.ts';
import { dumpTable } from './dump-table.ts';
import { FORMATS, MANIFEST_FILE, ownMigrations, ownRelease, tableFile } from './manifest.ts';
import type { DumpedTable, Manifest } from './manifest.ts';
import type { BackupOptions } from './options.ts';
import { connectStreaming, readMigrations, readTables } from './raw-mysql.ts';
import type { Stores } from './stores.ts';

const REASONS_MAX = 5;

/** What came of it. */
export interface MadeBackup {
  tables: number;
  rows: number;
  bytes: number;
  /** Auctions of which it may lack bids. */
  lacksBidsOf: string[];
}

/**
 * Backs the record up into a new folder while everything goes on. Every bid that was answered before it
 * began is recorded first; then all tables are read as they are at one moment. What is live in Redis is
 * not copied: it follows from the record. Throws a sentence, and leaves nothing, when it cannot be whole; where only
 * the recording of some auctions has stopped, and that is asked for, it says in its manifest whose bids it may lack.
 */
export async function makeBackup(
  stores: Stores,
  { folder, althoughRecordingStopped }: BackupOptions,
): Promise<MadeBackup> {
  return await alone(stores.mysqlUrl, 'backup', async () => {
    const backup = await beginBackup(folder);
    try {
      return await fill(backup, stores, althoughRecordingStopped);
    } catch (error) {
      await backup.abandon();
      throw error;
    }
  });
}

async function fill(
  backup: UnfinishedBackup,
  stores: Stores,
  mayLack: boolean,
): Promise<MadeBackup> {
  const connections = openConnections(stores, createLog('backup', 'error'));
  try {
    await whenConnected(connections.redis);
    const begunAtMs = Date.now();
    const { snapshot, lacksBidsOf } = await snapshotWithAll(connections, stores, mayLack);
    try {
      const takenAtMs = Date.now();
      const migrations = await expectedMigrations(snapshot.promise());
      const { tables, bytes } = await dumpTables(snapshot, backup);
      const versions = await versionsOf(snapshot.promise(), connections.redis);
      const manifest: Manifest = {
        format: lacksBidsOf.length === 0 ? FORMATS.whole : FORMATS.lacking,
        ...{ lacksBidsOf, begunAtMs, takenAtMs, release: ownRelease() },
        ...{ ...versions, migrations, tables },
      };
      await backup.write(MANIFEST_FILE, [`${JSON.stringify(manifest, null, 2)}\n`]);
      await backup.finish();
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      return { tables: tables.length, rows, bytes, lacksBidsOf };
    } finally {
      snapshot.destroy();
    }
  } finally {
    await connections.end();
  }
}

// A connection that sees the record as it is at one moment, at which all has been recorded that Redis
// had accepted before, or, where that may be, all but of auctions whose recording has stopped.
async function snapshotWithAll(
  connections: Connections,
  stores: Stores,
  mayLack: boolean,
): Promise<{ snapshot: Connection; lacksBidsOf: string[] }> {
  const accepted = await readAccepted(connections);
  await recordBids(connections);
  const snapshot = connectStreaming(stores.mysqlUrl);
  const asked = snapshot.promise();
  try {
    await asked.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await asked.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const lacksBidsOf = await findLacking(asked, accepted);
    const { standstills } = connections;
    const going = lacksBidsOf.filter((auctionId) => !standstills.hasStopped(auctionId));
    if (going.length > 0) {
      throw new Error(
        `the record lacks answered bids of ${someOf(going)}, whose recording has not stopped. ` +
          'Try again; if it stays so, see recorder-lagging.md.',
      );
    }
    if (lacksBidsOf.length === 0 || mayLack) return { snapshot, lacksBidsOf };
    const why = standstills.faults().slice(0, REASONS_MAX).join('; ');
    const reasons = why === '' ? '' : ` (${why})`;
    throw new Error(
      `the record lacks answered bids of ${someOf(lacksBidsOf)}${reasons}. ` +
        'With --although-recording-stopped a backup is made that says so.',
    );
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
