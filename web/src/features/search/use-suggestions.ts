import { suggestWords } from '@sagopalgo/core/contracts/auction-lists.ts';
import type { Suggestion } from '@sagopalgo/core/contracts/auction-lists.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callApi } from '../../lib/call-api.ts';
import { cutWords } from '../../lib/list-choices.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Nobody reads what stands there for less than that between two keys. */
const PAUSE_MS = 120;
const NONE: Suggestion[] = [];

/** How what is being typed may go on; none while nothing is typed, or when nobody can say. */
export function useSuggestions(typed: string): Suggestion[] {
  const words = useAfterPause(cutWords(typed));
  const { data, isPlaceholderData } = useQuery({
    queryKey: queryKeys.suggestions(words),
    queryFn: () => callApi(suggestWords, { query: { q: words } }),
    enabled: words !== '',
    // Whoever types the same again may look for what has been listed since.
    staleTime: 0,
    // Searching works without them.
    retry: false,
    placeholderData: keepPreviousData,
  });
  // What was said of other words meanwhile is not what goes on from these.
  const isOld = isPlaceholderData && !typed.startsWith(words);
  return typed.trim() === '' || isOld ? NONE : (data?.items ?? NONE);
}

function useAfterPause(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
