import { sha256Hex } from '../runtime/digest.ts';
import type { SearchQuery } from './auction-search.ts';

const DIGEST_CHARS = 16;

/**
 * Names the list that a query asks a page of: its order, words and filters. A cursor goes on in the list that it
 * comes from, and in no other; what is below its category may change meanwhile. What closes within some hours is one
 * list, whenever its pages are asked for.
 */
export function listName(query: SearchQuery): string {
  const { words, hashtag, state, sort, nowMs, categoryId, minKrw, maxKrw } = query;
  const { closesBeforeMs, noBids } = query;
  const closesWithinMs = closesBeforeMs === null ? null : closesBeforeMs - nowMs;
  const chosen = [words, categoryId, minKrw, maxKrw, closesWithinMs, noBids, hashtag];
  return `${state}-${sort}-${sha256Hex(JSON.stringify(chosen)).slice(0, DIGEST_CHARS)}`;
}
