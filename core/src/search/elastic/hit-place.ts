import { z } from 'zod';
import type { SearchQuery } from '../auction-search.ts';
import { notOfThisList, readCursor, writeCursor } from '../cursor.ts';
import { listName } from '../list-name.ts';
import type { Reading } from './words-query.ts';

/** Where a list of hits goes on: after these sort values, with its words read the same way. */
export interface HitPlace {
  reading: Reading;
  after: (string | number)[];
}

const idSchema = z.string().min(1).max(40);
/** By relevance two numbers and the id, else one. */
const afterSchema = z.union([z.tuple([z.int(), idSchema]), z.tuple([z.int(), z.int(), idSchema])]);
/** A list is named by its order, in which its sort values mean something, and by what it is of. */
const placeSchema = z.tuple([z.string(), z.enum(['exact', 'forgiving']), afterSchema]);

/** Names a place in the list that a query asks for. */
export function writeHitPlace(query: SearchQuery, { reading, after }: HitPlace): string {
  return writeCursor([listName(query), reading, after]);
}

/** The place that a query's cursor names, null without one; throws INVALID_REQUEST for any other text. */
export function readHitPlace(query: SearchQuery): HitPlace | null {
  if (query.cursor === null) return null;
  const [list, reading, after] = readCursor(placeSchema, query.cursor);
  const keys = query.sort === 'relevance' ? 3 : 2;
  if (list !== listName(query) || after.length !== keys) throw notOfThisList();
  return { reading, after };
}
