import type { BoxView, LastBid } from './box-view.ts';

/** A bid that was under way when the auction ended. */
export interface Unfinished {
  words: string;
  /** Nobody knows what became of it: the very same bid, sent again, is answered after the closing too. */
  isUnanswered: boolean;
}

/** What became of a bid that somebody was about to make when the auction ended, or null. */
export function unfinishedBid(
  { step, asked }: BoxView,
  { sending, refusal }: LastBid,
): Unfinished | null {
  if (sending) return told('마감 전에 보낸 입찰의 결과를 확인하고 있어요.');
  if (asked !== null) return told('답하기 전에 마감돼서 입찰하지 않았어요.');
  switch (refusal?.code) {
    case 'AUCTION_CLOSED':
      return told(step.notice ?? refusal.message);
    case 'NETWORK':
    case 'UNAVAILABLE':
    case 'INTERNAL':
      return { words: step.notice ?? refusal.message, isUnanswered: true };
    default:
      return null;
  }
}

function told(words: string): Unfinished {
  return { words, isUnanswered: false };
}
