import type { OwnNotice } from '../../lib/live-notices.ts';
import { auctionPath, MY_OFFERS_PATH, orderPath } from '../../lib/paths.ts';

/** The auction that was won says so itself, with the button that a notice would lie over. */
export function isSaidAt(notice: OwnNotice, pathname: string): boolean {
  const isWonHere = notice.type === 'won' && pathname === auctionPath(notice.data.auctionId);
  return isWonHere || pathname === placeOf(notice);
}

/** Where a notice leads. */
export function placeOf({ type, data }: OwnNotice): string {
  switch (type) {
    case 'won':
      return orderPath(data.orderId);
    case 'offer':
      return MY_OFFERS_PATH;
    default:
      return auctionPath(data.auctionId);
  }
}
