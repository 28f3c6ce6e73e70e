import { suggestHashtags } from '@sagopalgo/core/contracts/auction-lists.ts';
import type { HashtagSuggestion } from '@sagopalgo/core/contracts/auction-lists.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Nobody reads what stands there for less than that between two keys. */
const PAUSE_MS = 150;
const NONE: HashtagSuggestion[] = [];

/** How the hashtag that is being typed may go on; none while nothing is typed, or when nobody can say. */
export function useHashtags(typed: string): HashtagSuggestion[] {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data } = useQuery({
    queryKey: queryKeys.hashtags(settled),
    queryFn: () => callApi(suggestHashtags, { query: { q: settled } }),
    enabled: settled !== '',
    retry: false,
    placeholderData: keepPreviousData,
  });
  return typed === '' ? NONE : (data?.items ?? NONE);
}
