import { eq } from 'drizzle-orm';
import { notices } from '../mysql/notice-schema.ts';
import { auctions } from '../mysql/schema.ts';

/** What has to be selected of a notice and its auction to say it in words. */
export const NOTICE_FACTS = {
  kind: notices.kind,
  auctionId: notices.auctionId,
  orderId: notices.orderId,
  title: auctions.title,
  count: notices.count,
  detail: notices.detail,
};

/** How the two are joined: left, as an auction may be gone. */
export const OF_NOTICE = eq(auctions.auctionId, notices.auctionId);
