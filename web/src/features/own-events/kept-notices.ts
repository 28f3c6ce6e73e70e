import type { OwnNotice } from '../../lib/live-notices.ts';

const KEPT_MAX = 3;

/** The notices with a new one, newest first: of an auction only the last word counts. */
export function withNotice(kept: readonly OwnNotice[], notice: OwnNotice): readonly OwnNotice[] {
  const { auctionId } = notice.data;
  const others = kept.filter(({ data }) => data.auctionId !== auctionId);
  return [notice, ...others].slice(0, KEPT_MAX);
}

/** The notices but those, the very same list where there are none of those. */
export function withoutThose(
  kept: readonly OwnNotice[],
  isOne: (notice: OwnNotice) => boolean,
): readonly OwnNotice[] {
  return kept.some(isOne) ? kept.filter((notice) => !isOne(notice)) : kept;
}
