import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { z } from 'zod';
import { forgetDraft, keepDraft, keptDrafts } from '../../lib/kept-drafts.ts';
import type { ListingDraft } from './listing-draft.ts';
import { draftOf, listingDraftSchema } from './listing-draft.ts';

const keptSchema = z.object({ begunFrom: z.string(), typed: listingDraftSchema });

/** What the form of a change begins with. */
export interface ChangeDraft {
  initial: ListingDraft;
  /** The auction as it was when its change was begun. */
  begunFrom: string;
  /** It was typed before the page was loaded. */
  isKept: boolean;
}

/** The change that was begun before, if the auction is as it was then; else the auction as it is. */
export function takeChange(userId: string, auction: Auction, nowMs: number): ChangeDraft {
  const initial = draftOf(auction);
  const begunFrom = JSON.stringify(initial);
  const found = keptDrafts(userId, nowMs, 'change').find(
    ({ listingId }) => listingId === auction.auctionId,
  );
  const { data: kept } = keptSchema.safeParse(found?.draft);
  if (kept?.begunFrom === begunFrom) return { initial: kept.typed, begunFrom, isKept: true };
  if (found) forgetChange(userId, auction.auctionId);
  return { initial, begunFrom, isKept: false };
}

/** Keeps what is typed; what is as the auction is need not be kept. */
export function keepChange(
  userId: string,
  auctionId: string,
  { begunFrom, typed, nowMs }: { begunFrom: string; typed: ListingDraft; nowMs: number },
): void {
  if (JSON.stringify(typed) === begunFrom) {
    forgetChange(userId, auctionId);
    return;
  }
  const draft = { begunFrom, typed };
  keepDraft(userId, { listingId: auctionId, savedAtMs: nowMs, draft }, 'change');
}

export function forgetChange(userId: string, auctionId: string): void {
  forgetDraft(userId, auctionId, 'change');
}
