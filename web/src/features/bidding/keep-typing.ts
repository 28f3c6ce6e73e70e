import type { Typing } from './box-view.ts';

/** What was typed on one auction, and by whom; null where nobody was signed in. */
interface Kept {
  auctionId: string;
  userId: string | null;
  typing: Typing;
}

let kept: Kept | null = null;

/** Keeps what was typed last, as long as the page is not loaded anew: a maximum must not lie in storage. */
export function keepTyping({ auctionId, userId, typing }: Kept): void {
  // It stays the one's who typed it when the sign-in ends.
  const typedById = kept?.auctionId === auctionId ? kept.userId : null;
  // A question is asked again, not kept.
  kept = { auctionId, userId: userId ?? typedById, typing: { ...typing, wish: null } };
}

/** What was typed on this auction, by this person or by somebody who was not signed in; else null. */
export function keptTyping(auctionId: string, userId: string | null): Typing | null {
  if (kept?.auctionId !== auctionId) return null;
  return kept.userId === null || kept.userId === userId ? kept.typing : null;
}
