import { useEffect, useRef, useState } from 'react';
import type { ListingDraft } from './listing-draft.ts';
import type { OwnDraft } from './own-draft.ts';
import { takeDraft } from './own-draft.ts';

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

/** The pictures of a form as they are kept with it. */
export type KeptPictures = Pick<ListingDraft, 'imageIds' | 'unfinished'>;

/** Hands what is typed to `keep` together with the pictures that are up by then, and how many are not. */
export function useKeepTyped(
  initial: ListingDraft,
  { imageIds, unfinished }: KeptPictures,
  keep: (draft: ListingDraft) => void,
): (draft: ListingDraft) => void {
  const typed = useRef(initial);
  const ids = imageIds.join(' ');
  useEffect(() => {
    const pictures = { imageIds: ids.split(' ').filter(Boolean), unfinished };
    keep({ ...typed.current, ...pictures });
  }, [keep, ids, unfinished]);
  return (draft) => {
    typed.current = draft;
    keep({ ...draft, imageIds: [...imageIds], unfinished });
  };
}
