import { createConnection as createStreaming } from 'mysql2';
import type { Connection as StreamingConnection } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';

const CONNECT_TIMEOUT_MS = 5_000;
export const SILENT_MAX_SECONDS = 60;
/** Keeps its own count of what was applied and is made by the migrations themselves. */
const MIGRATIONS_TABLE = '__drizzle_migrations';

/** A table as the record has it: columns that are worked out from others are left out. */
export interface TableShape {
  name: string;
  columns: string[];
  /** Its primary key. */
  orderedBy: string[];
}

/** One connection to the record, for what has to be said on one. */
export async function connectRaw(mysqlUrl: string): Promise<Connection> {
  return await createConnection(optionsOf(mysqlUrl));
}

/** The same for tables that do not fit into memory; `.promise()` of it asks on the same connection. */
export function connectStreaming(mysqlUrl: string): StreamingConnection {
  return createStreaming(optionsOf(mysqlUrl));
}

/**
 * Has the server end a connection that says nothing for so long, with its locks and whatever it has not committed: of a
 * machine that vanished it would keep them for eight hours.
 */
export async function endWhenSilent(
  connection: Connection,
  seconds = SILENT_MAX_SECONDS,
): Promise<void> {
  await connection.query(`SET SESSION wait_timeout = ${seconds}`);
}

function optionsOf(mysqlUrl: string) {
  return { uri: mysqlUrl, charset: 'utf8mb4_bin', connectTimeout: CONNECT_TIMEOUT_MS };
}

/** Every table with its columns but that of the migrations, by name. */
export async function readTables(connection: Connection): Promise<TableShape[]> {
  const [tables] = await connection.query(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  const shapes: TableShape[] = [];
  for (const { name } of tables as { name: string }[]) {
    if (name !== MIGRATIONS_TABLE) shapes.push(await readShape(connection, name));
  }
  return shapes;
}

/** The hashes of the migrations that were applied, in order; none before the first. */
export async function readMigrations(connection: Connection): Promise<string[]> {
  const [found] = await connection.query(
    `SELECT 1 FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name = '${MIGRATIONS_TABLE}'`,
  );
  if ((found as unknown[]).length === 0) return [];
  const [rows] = await connection.query(
    `SELECT hash FROM ${MIGRATIONS_TABLE} ORDER BY created_at, id`,
  );
  return (rows as { hash: string }[]).map(({ hash }) => hash);
}

/** A name as SQL takes it. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

async function readShape(connection: Connection, name: string): Promise<TableShape> {
  const [columns] = await connection.query(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name = ? AND COALESCE(generation_expression, '') = ''
     ORDER BY ordinal_position`,
    [name],
  );
  const [keys] = await connection.query(
    `SELECT column_name AS name FROM information_schema.statistics
     WHERE table_schema = DATABASE() AND table_name = ? AND index_name = 'PRIMARY'
     ORDER BY seq_in_index`,
    [name],
  );
  return { name, columns: namesOf(columns), orderedBy: namesOf(keys) };
}

function namesOf(rows: unknown): string[] {
  return (rows as { name: string }[]).map(({ name }) => name);
}
