import { z } from 'zod';
import { RefusalError } from '../../contracts/errors.ts';
import type { SearchQuery } from '../auction-search.ts';

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

/** Names a place for the caller to come back to; good for the same order and state. */
export function writePlace(
  { state, sort }: SearchQuery,
  { taken, inTitle, key, id }: Place,
): string {
  const content = [`${state}-${sort}`, taken, inTitle, key, id];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** The place that a query goes on from, null for its beginning; throws INVALID_REQUEST. */
export function readPlace({ state, sort, cursor }: SearchQuery): Place | null {
  if (cursor === null) return null;
  const parsed = contentSchema.safeParse(contentOf(cursor));
  if (!parsed.success || parsed.data[0] !== `${state}-${sort}`) {
    const fields = [{ path: 'cursor', message: '이 목록의 다음 쪽을 가리키는 값이 아니에요.' }];
    throw new RefusalError('INVALID_REQUEST', { fields });
  }
  const [, taken, inTitle, key, id] = parsed.data;
  return { taken, inTitle, key, id };
}

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
