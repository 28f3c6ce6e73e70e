import type { AddressDraft } from '../../lib/address-draft.ts';
import { addressDraftSchema } from '../../lib/address-draft.ts';

/** What a person had typed in this tab, or null: a way to Toss and back does not lose it. */
export function keptAddress(userId: string): AddressDraft | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(userId)) ?? 'null');
    return addressDraftSchema.safeParse(kept).data ?? null;
  } catch {
    return null;
  }
}

/** Keeps what was typed as long as the tab is open; null forgets it. */
export function keepAddress(userId: string, draft: AddressDraft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(keyOf(userId));
    else sessionStorage.setItem(keyOf(userId), JSON.stringify(draft));
  } catch {
    // Without storage the draft lives as long as the page.
  }
}

/** One for each person: nobody else on this browser may see where somebody lives. */
function keyOf(userId: string): string {
  return `sagopalgo.address-draft.${userId}`;
}
