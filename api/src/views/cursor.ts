import { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';

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
  return Buffer.from(JSON.stringify([list, key, id])).toString('base64url');
}

/**
 * The place a cursor of `list` names, null without one; throws INVALID_REQUEST for any other text, and for a
 * key below `keyMin`, which no item of the list has.
 */
export function readCursor(list: string, cursor: string | undefined, keyMin = 0): Place | null {
  if (cursor === undefined) return null;
  const parsed = contentSchema.safeParse(contentOf(cursor));
  if (!parsed.success || parsed.data[0] !== list || parsed.data[1] < keyMin) {
    const fields = [{ path: 'cursor', message: '이 목록의 다음 쪽을 가리키는 값이 아니에요.' }];
    throw new RefusalError('INVALID_REQUEST', { fields });
  }
  const [, key, id] = parsed.data;
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

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
