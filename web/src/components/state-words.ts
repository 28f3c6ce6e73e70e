import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';

export type Mood = 'plain' | 'live' | 'lead' | 'warn';

/** How an auction's state is named on a badge, and its colour. */
export const STATE_WORDS: Record<AuctionState, { words: string; mood: Mood }> = {
  coming: { words: '곧 열림', mood: 'plain' },
  live: { words: '진행 중', mood: 'live' },
  closed: { words: '마감', mood: 'plain' },
  sold: { words: '낙찰', mood: 'lead' },
  unsold: { words: '유찰', mood: 'plain' },
  cancelled: { words: '취소됨', mood: 'plain' },
};
