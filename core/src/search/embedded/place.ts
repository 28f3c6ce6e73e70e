import { z } from 'zod';
import type { SearchQuery } from '../auction-search.ts';
import { notOfThisList, readCursor, writeCursor } from '../cursor.ts';
import { listName } from '../list-name.ts';

/** How the words were taken: as they were typed, or with their mistakes put right as nothing was found. */
const TAKEN = ['as-typed', 'corrected'] as const;
export type Taken = (typeof TAKEN)[number];

const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
const contentSchema = z.tuple([
  z.string(),
  z.enum(TAKEN),
  z.int().min(0).max(1),
  z.int(),
  idSchema,
]);

/** Where a page of what was found ended. */
export interface Place {
  taken: Taken;
  /** 1 when its title had all words; 0 where that does not sort. */
  inTitle: number;
  key: number;
  id: string;
}

/** Names a place for the caller to come back to; good for the same list. */
export function writePlace(query: SearchQuery, { taken, inTitle, key, id }: Place): string {
  return writeCursor([listName(query), taken, inTitle, key, id]);
}

/** The place that a query goes on from, null for its beginning; throws INVALID_REQUEST. */
export function readPlace(query: SearchQuery): Place | null {
  if (query.cursor === null) return null;
  const [list, taken, inTitle, key, id] = readCursor(contentSchema, query.cursor);
  if (list !== listName(query)) throw notOfThisList();
  return { taken, inTitle, key, id };
}
