import type { Connection } from 'mysql2';
import { quoted } from './raw-mysql.ts';
import type { TableShape } from './raw-mysql.ts';

const ROWS_AHEAD = 100;

/**
 * A table's rows in the order of its key, a line of JSON each: an array of what MySQL says for every
 * column, as text, so that no number and no letter is read otherwise than it was written.
 */
export async function* dumpTable(
  snapshot: Connection,
  { name, columns, orderedBy }: TableShape,
  onRow: () => void,
): AsyncGenerator<string> {
  if (orderedBy.length === 0) throw new Error(`the table ${name} has no primary key`);
  const fields = columns.map(quoted).join(', ');
  const order = orderedBy.map(quoted).join(', ');
  const query = snapshot.query({
    sql: `SELECT ${fields} FROM ${quoted(name)} ORDER BY ${order}`,
    rowsAsArray: true,
    typeCast: (field) => field.string(),
  });
  for await (const row of query.stream({ highWaterMark: ROWS_AHEAD })) {
    onRow();
    yield `${JSON.stringify(row)}\n`;
  }
}
