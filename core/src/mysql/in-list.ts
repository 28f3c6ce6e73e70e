import { sql } from 'drizzle-orm';
import type { Column, SQL } from 'drizzle-orm';

/**
 * That a column holds one of some values, of which there is at least one. They are one parameter, which the driver
 * writes as a list: made one by one they take 7 µs each (2,000 of them a block of 14 ms in which no bid is answered).
 */
export function inList(column: Column, values: readonly string[]): SQL {
  return sql`${column} in (${sql.param(values)})`;
}

/** The same of several columns together, each value holding one of each in their order. */
export function inRows(
  columns: readonly Column[],
  values: readonly (readonly (string | number)[])[],
): SQL {
  return sql`(${sql.join([...columns], sql`, `)}) in (${sql.param(values)})`;
}
