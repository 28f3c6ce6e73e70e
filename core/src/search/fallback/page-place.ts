import { z } from 'zod';
import type { SearchQuery } from '../auction-search.ts';
import { notOfThisList, readCursor, writeCursor } from '../cursor.ts';
import { listName } from '../list-name.ts';

/** Which of the two searches answered a page. */
export const ADAPTERS = ['elasticsearch', 'embedded'] as const;
export type Adapter = (typeof ADAPTERS)[number];

/** Where a list goes on: after so many hits, and how the adapter that told them names the place. */
export interface PagePlace {
  adapter: Adapter;
  seen: number;
  cursor: string;
}

const placeSchema = z.tuple([z.string(), z.enum(ADAPTERS), z.int().min(1), z.string().min(1)]);

/** Names a place for the caller to come back to, whichever adapter answers then. */
export function writePagePlace(query: SearchQuery, { adapter, seen, cursor }: PagePlace): string {
  return writeCursor([listName(query), adapter, seen, cursor]);
}

/** The place that a query's cursor names, null without one; throws INVALID_REQUEST for any other text. */
export function readPagePlace(query: SearchQuery): PagePlace | null {
  if (query.cursor === null) return null;
  const [list, adapter, seen, inner] = readCursor(placeSchema, query.cursor);
  if (list !== listName(query)) throw notOfThisList();
  return { adapter, seen, cursor: inner };
}
