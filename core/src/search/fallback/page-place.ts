import { z } from 'zod';
import { readCursor, writeCursor } from '../cursor.ts';

/** Which of the two searches answered a page. */
export const ADAPTERS = ['elasticsearch', 'embedded'] as const;
export type Adapter = (typeof ADAPTERS)[number];

/** Where a list goes on: after so many hits, and how the adapter that told them names the place. */
export interface PagePlace {
  adapter: Adapter;
  seen: number;
  cursor: string;
}

const placeSchema = z.tuple([z.enum(ADAPTERS), z.int().min(1), z.string().min(1)]);

/** Names a place for the caller to come back to, whichever adapter answers then. */
export function writePagePlace({ adapter, seen, cursor }: PagePlace): string {
  return writeCursor([adapter, seen, cursor]);
}

/** The place that a cursor names, null without one; throws INVALID_REQUEST for any other text. */
export function readPagePlace(cursor: string | null): PagePlace | null {
  if (cursor === null) return null;
  const [adapter, seen, inner] = readCursor(placeSchema, cursor);
  return { adapter, seen, cursor: inner };
}
