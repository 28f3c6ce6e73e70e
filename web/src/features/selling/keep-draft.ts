import type { ListingDraft } from './listing-draft.ts';
import { EMPTY_DRAFT, listingDraftSchema } from './listing-draft.ts';

/** What a person had typed in this tab and not listed yet: a reload or a new login does not lose it. */
export function keptDraft(userId: string): ListingDraft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(userId)) ?? 'null');
    return listingDraftSchema.safeParse(kept).data ?? EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

/** Keeps the draft as long as the tab is open; null forgets it. */
export function keepDraft(userId: string, draft: ListingDraft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(keyOf(userId));
    else sessionStorage.setItem(keyOf(userId), JSON.stringify(draft));
  } catch {
    // Without storage the draft lives as long as the page, as before.
  }
}

/** One for each person: a draft holds a reserve that nobody else may see. */
function keyOf(userId: string): string {
  return `sagopalgo.listing-draft.${userId}`;
}
