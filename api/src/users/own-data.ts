import { and, desc, getTableColumns, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/mysql-core';
import type { AnyMySqlColumn } from 'drizzle-orm/mysql-core';
import type { Deps } from '../deps.ts';
import { isTheirs, KEPT_BACK, OWN_KINDS } from './own-kinds.ts';
import type { Held } from './own-kinds.ts';

/** Of one reading; as much is in memory for a download. */
export const OWN_PAGE_ROWS = 500;
/** Far more than anybody has. */
const PAGES_MAX = 10_000;

type Row = Record<string, unknown>;
type Used = Pick<Deps, 'db' | 'now'>;
/** The values of the key of a row, after which the next page begins. */
type Place = readonly unknown[];

interface Page {
  rows: Row[];
  /** The place of its last row; null where there is none. */
  last: Place | null;
}

/** Reads a page when it is its turn. */
export type ReadInTurn = (read: () => Promise<Page>) => Promise<Page>;

/**
 * What the record holds of somebody, as the pieces of a JSON object with a list for each kind, a row a line, the newest
 * first. A page is read when the pieces before it were taken.
 */
export async function* ownDataPieces(
  { db, now }: Used,
  userId: string,
  inTurn: ReadInTurn = (read) => read(),
): AsyncGenerator<string> {
  yield `{"madeAtMs":${now()}`;
  // One after the other: a download is in no hurry, and bids are.
  for (const [kind, held] of Object.entries(OWN_KINDS)) {
    let opening = `,\n"${kind}":[\n`;
    for await (const rows of pagesOf(db, held, userId, inTurn)) {
      yield opening + rows.map((row) => JSON.stringify(row)).join(',\n');
      opening = ',\n';
    }
    yield opening === ',\n' ? ']' : `${opening}]`;
  }
  yield '}\n';
}

async function* pagesOf(
  db: Used['db'],
  held: Held,
  userId: string,
  inTurn: ReadInTurn,
): AsyncGenerator<Row[]> {
  let after: Place | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const place: Place | null = after;
    const read: Page = await inTurn(() => readPage(db, held, userId, place));
    if (read.rows.length > 0) yield read.rows;
    if (read.rows.length < OWN_PAGE_ROWS) return;
    after = read.last;
  }
  throw new Error(`more than ${PAGES_MAX * OWN_PAGE_ROWS} rows of somebody`);
}

async function readPage(
  db: Used['db'],
  held: Held,
  userId: string,
  after: Place | null,
): Promise<Page> {
  const key = keyOf(held);
  // The key is read under names of its own, as some of it may be kept back.
  const place = Object.fromEntries(key.map((column, index) => [placeName(index), column]));
  const found: Row[] = await db
    .select({ ...shownOf(held), ...held.adds, ...place })
    .from(held.table)
    .where(
      and(isTheirs(db, held, userId), held.only?.(userId), after ? isAfter(key, after) : undefined),
    )
    .orderBy(...key.map((column) => desc(column)))
    .limit(OWN_PAGE_ROWS);
  const end = found.at(-1);
  const last = end ? key.map((_, index) => end[placeName(index)]) : null;
  for (const row of found) for (const name of Object.keys(place)) delete row[name];
  return { rows: found, last };
}

const placeName = (index: number) => `key:${index}`;

/** What no two rows share, and what orders them. */
function keyOf({ table, newest }: Held): AnyMySqlColumn[] {
  const { primaryKeys, columns } = getTableConfig(table);
  const primary = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
  return newest ? [newest, ...primary] : primary;
}

// The first of the key alone as well, as an index is read from there on and not by several columns at once.
function isAfter(key: readonly AnyMySqlColumn[], after: Place): SQL {
  const columns = sql.join([...key], sql`, `);
  const values = sql.join(
    after.map((value) => sql`${value}`),
    sql`, `,
  );
  return sql`${key[0]} <= ${after[0]} and (${columns}) < (${values})`;
}

function shownOf({ table, shows = [], hides = [] }: Held) {
  const isShown = (name: string) =>
    shows.includes(name) || !(KEPT_BACK.includes(name) || hides.includes(name));
  return Object.fromEntries(
    Object.entries(getTableColumns(table)).filter(([name]) => isShown(name)),
  );
}
