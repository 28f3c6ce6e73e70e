import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
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

/** On a badge, whatever the time: an auction that was stopped to be looked at. */
export const HALTED_WORDS = { words: '확인 중', mood: 'warn' } as const;

/** Why a thing was not sold: nobody bid, or nobody enough. */
export function unsoldWords({ bidCount }: Pick<Auction, 'bidCount'>): string {
  return bidCount === 0
    ? '입찰이 없어 팔리지 않았어요.'
    : '최저 낙찰가에 이르지 못해 팔리지 않았어요.';
}
