import type { HashtagSuggestion, Suggestion } from '@sagopalgo/core/contracts/auction-lists.ts';
import { suggestHashtags, suggestWords } from '@sagopalgo/core/contracts/auction-lists.ts';
import { WAITS_MS } from '@sagopalgo/core/search/freshness.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from '../http/client-address.ts';
import type { Serve } from '../http/serve.ts';
import { FlightCache } from '../views/flight-cache.ts';

const SUGGESTIONS_MAX = 10;
const KEPT_MAX = 5_000;

/** How what somebody types may go on. */
export function suggestionRoutes(
  serve: Serve,
  deps: Pick<Deps, 'search' | 'hashtags' | 'limits' | 'now' | 'metrics'>,
): void {
  const kept = new FlightCache<Suggestion[]>({
    // Many type the same.
    ...{ lifeMs: WAITS_MS.suggestions, entriesMax: KEPT_MAX },
    onRead: (hits, misses) => deps.metrics.cacheRead('suggestions', hits, misses),
  });
  const keptHashtags = new FlightCache<HashtagSuggestion[]>({
    ...{ lifeMs: WAITS_MS.suggestions, entriesMax: KEPT_MAX },
    onRead: (hits, misses) => deps.metrics.cacheRead('hashtags', hits, misses),
  });

  serve(suggestHashtags, async ({ query: { q }, request }) => {
    deps.limits.suggestionsOfAddress.take(addressKey(request), deps.now());
    if (q === '') return { items: [] };
    return { items: await keptHashtags.read(q, () => deps.hashtags(q, SUGGESTIONS_MAX)) };
  });

  serve(suggestWords, async ({ query: { q }, request }) => {
    deps.limits.suggestionsOfAddress.take(addressKey(request), deps.now());
    if (q === '') return { items: [] };
    return { items: await kept.read(q, () => deps.search.suggest(q, SUGGESTIONS_MAX)) };
  });
}
