import { useEffect, useRef, useState } from 'react';
import type { ListingDraft } from './listing-draft.ts';
import type { OwnDraft } from './own-draft.ts';
import { keepTyped, takeDraft } from './own-draft.ts';

/** The draft that this window types at; null until it is found. */
export function useOwnDraft(userId: string): OwnDraft | null {
  const [draft, setDraft] = useState<OwnDraft | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    const take = async (): Promise<void> => {
      // A development build lets go once before it begins, and would find the draft still held.
      await Promise.resolve();
      if (ended.signal.aborted) return;
      const taken = await takeDraft(userId, ended.signal);
      if (!ended.signal.aborted) setDraft(taken);
    };
    void take();
    return () => ended.abort();
  }, [userId]);
  return draft;
}

/** Keeps what is typed together with the pictures that are up by then. */
export function useKeepTyped(
  userId: string,
  { listingId, initial }: OwnDraft,
  imageIds: readonly string[],
): (draft: ListingDraft) => void {
  const typed = useRef(initial);
  const ids = imageIds.join(' ');
  useEffect(() => {
    keepTyped(userId, listingId, { ...typed.current, imageIds: ids.split(' ').filter(Boolean) });
  }, [userId, listingId, ids]);
  return (draft) => {
    typed.current = draft;
    keepTyped(userId, listingId, { ...draft, imageIds: [...imageIds] });
  };
}
