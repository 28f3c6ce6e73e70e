import { z } from 'zod';
import {
  notOfThisList,
  readCursor as readContent,
  writeCursor as writeContent,
} from '@sagopalgo/core/search/cursor.ts';

/** An id, or the name of a journal. */
const nameSchema = z.string().regex(/^[A-Za-z0-9_:-]{1,100}$/);
const contentSchema = z.tuple([z.string(), z.int().min(0), nameSchema]);

/** A place in a list: the sort key and the id of the last item told. */
export interface Place {
  key: number;
  id: string;
}

/**
 * Names a place in `list` for the caller to come back to. It holds the place itself and not a count,
 * so it keeps its meaning while items come and go.
 */
export function writeCursor(list: string, { key, id }: Place): string {
  return writeContent([list, key, id]);
}

/**
 * The place a cursor of `list` names, null without one; throws INVALID_REQUEST for any other text, and for a
 * key below `keyMin`, which no item of the list has.
 */
export function readCursor(list: string, cursor: string | undefined, keyMin = 0): Place | null {
  if (cursor === undefined) return null;
  const [named, key, id] = readContent(contentSchema, cursor);
  if (named !== list || key < keyMin) throw notOfThisList();
  return { key, id };
}

/** Splits the rows of a page (one more than `limit` were asked for) from what says that others follow. */
export function cutPage<Row>(
  list: string,
  rows: Row[],
  limit: number,
  placeOf: (row: Row) => Place,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: page, nextCursor: null };
  return { rows: page, nextCursor: writeCursor(list, placeOf(last)) };
}
