import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import type { ListingDraft } from './listing-draft.ts';
import { checkDraft } from './listing-draft.ts';
import type { ListingPictures } from './listing-pictures.ts';

interface Registering {
  draft: ListingDraft;
  firstSaleDate: string;
  pictures: ListingPictures;
  form: RefObject<HTMLFormElement | null>;
  onSubmit: (listing: NewAuction) => void;
}

/** Sending the form: at once, or as soon as its pictures are up. */
export interface Register {
  send: () => void;
  /** It was sent while pictures were on their way. */
  isWaiting: boolean;
  stopWaiting: () => void;
  /** Somebody has tried to send it: from then on it says what is missing. */
  isTried: boolean;
  /** The form is as it was when it was last sent; what the server said of that still counts. */
  isAsSent: boolean;
}

/** Registers what stands in the form when its pictures are up, which may be later than it was asked for. */
export function useRegister(registering: Registering): Register {
  const { draft, firstSaleDate, pictures, form, onSubmit } = registering;
  const [isTried, setTried] = useState(false);
  const [waiting, setWaiting] = useState<AbortController | null>(null);
  const [sent, setSent] = useState<string | null>(null);
  const latest = useRef({ draft, firstSaleDate });
  useEffect(() => {
    latest.current = { draft, firstSaleDate };
  }, [draft, firstSaleDate]);
  useEffect(() => () => waiting?.abort(), [waiting]);

  const register = async (): Promise<void> => {
    const ended = new AbortController();
    setWaiting(ended);
    const standing = await pictures.settled(ended.signal).catch(() => null);
    setWaiting(null);
    if (standing === null) return;
    // It may have been changed while it waited, or its day may have begun.
    const now = latest.current;
    const { listing } = checkDraft(now.draft, now.firstSaleDate);
    if (!listing || standing.isStuck) {
      focusFirstFault(form.current);
      return;
    }
    setSent(nameOf(now.draft, standing.imageIds));
    onSubmit({ ...listing, imageIds: standing.imageIds });
  };
  return {
    send: () => {
      setTried(true);
      // The first field at fault is where the person goes on.
      if (checkDraft(draft, firstSaleDate).faults || pictures.standing.isStuck)
        focusFirstFault(form.current);
      else if (waiting === null) void register();
    },
    isWaiting: waiting !== null,
    stopWaiting: () => waiting?.abort(),
    isTried,
    isAsSent: sent === nameOf(draft, pictures.standing.imageIds),
  };
}

function nameOf(draft: ListingDraft, imageIds: readonly string[]): string {
  return JSON.stringify([draft, imageIds]);
}
