import type { OwnNotice } from '../../lib/live-notices.ts';

const KEPT_MAX = 3;

/** The notices with a new one, newest first: of an auction only the last word counts. */
export function withNotice(kept: readonly OwnNotice[], notice: OwnNotice): readonly OwnNotice[] {
  const { auctionId } = notice.data;
  const others = kept.filter(({ data }) => data.auctionId !== auctionId);
  return [notice, ...others].slice(0, KEPT_MAX);
}
