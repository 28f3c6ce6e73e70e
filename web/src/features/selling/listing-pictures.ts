import type { ReactNode } from 'react';

/** What the form needs of its pictures, whoever brings them up. */
export interface ListingPictures {
  /** Their field; what is wrong with them as a whole stands beside it. */
  field: (fault: string | undefined) => ReactNode;
  /** As buyers will see them, in their order. */
  views: readonly ReactNode[];
  standing: PicturesStanding;
  /** Resolves when none is under way any more; throws the signal's reason. */
  settled: (signal: AbortSignal) => Promise<PicturesStanding>;
}

/** How far the pictures are. */
export interface PicturesStanding {
  /** Those that are up, in their order. */
  imageIds: string[];
  underWay: number;
  /** Some will not go up without the seller doing something. */
  isStuck: boolean;
}

/** Said beside the pictures when one of them stands in the way of registering. */
export const STUCK_WORDS = '올리지 못한 사진이 있어요. 다시 올리거나 빼고 등록해 주세요.';
