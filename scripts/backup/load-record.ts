import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import type { Connection } from 'mysql2/promise';
import { tableFile } from './manifest.ts';
import type { DumpedTable, Manifest } from './manifest.ts';
import { connectRaw, endWhenSilent, quoted } from './raw-mysql.ts';
import { stopWhatMayLack } from './stop-what-may-lack.ts';

/** Far below what a server takes in one statement (16 MB at MariaDB). */
const STATEMENT_CHARS_MAX = 1_000_000;

type Cell = string | null;

/** What is put into the record, and when. */
export interface Loading {
  folder: string;
  manifest: Manifest;
  doorsWereShut: boolean;
  nowMs: number;
}

/** Fills the empty tables from a checked backup, all of them or none. */
export async function loadRecord(
  mysqlUrl: string,
  { folder, manifest, ...when }: Loading,
): Promise<{ rows: number; interrupted: number }> {
  const connection = await connectRaw(mysqlUrl);
  try {
    await endWhenSilent(connection);
    // What counts by itself must take a zero for a zero.
    await connection.query("SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')");
    await connection.beginTransaction();
    let rows = 0;
    for (const table of manifest.tables) rows += await loadTable(connection, folder, table);
    const { lacksBidsOf } = manifest;
    const interrupted = await stopWhatMayLack(connection, { ...when, lacksBidsOf });
    await connection.commit();
    return { rows, interrupted };
  } finally {
    // Whatever was not committed goes with the connection.
    connection.destroy();
  }
}

async function loadTable(
  connection: Connection,
  folder: string,
  table: DumpedTable,
): Promise<number> {
  const columns = table.columns.map(quoted).join(', ');
  const sql = `INSERT INTO ${quoted(table.name)} (${columns}) VALUES ?`;
  let rows = 0;
  const packed = createReadStream(join(folder, tableFile(table)));
  await pipeline(packed, createGunzip(), async (unpacked) => {
    for await (const batch of batchesOf(createInterface({ input: unpacked }))) {
      await connection.query(sql, [batch]);
      rows += batch.length;
    }
  });
  if (rows === table.rows) return rows;
  throw new Error(`the backup is damaged: ${table.name} has ${rows} rows, not ${table.rows}.`);
}

async function* batchesOf(lines: AsyncIterable<string>): AsyncGenerator<Cell[][]> {
  let batch: Cell[][] = [];
  let chars = 0;
  for await (const line of lines) {
    if (chars + line.length > STATEMENT_CHARS_MAX && batch.length > 0) {
      yield batch;
      batch = [];
      chars = 0;
    }
    batch.push(JSON.parse(line) as Cell[]);
    chars += line.length;
  }
  if (batch.length > 0) yield batch;
}
