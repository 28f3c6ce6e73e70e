import type { AuctionRedis } from './connect.ts';
import { auctionKeys } from './keys.ts';
import { packId, readEntry } from './log-entries.ts';
import type { LoggedBid } from './log-entries.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * An accepted bid as Redis remembers it, recorded or not; null when it has none of that bidder under
 * that id. Throws an UnreadableEntryError.
 */
export async function findBid(
  redis: AuctionRedis,
  auctionId: string,
  { bidderId, bidId }: { bidderId: string; bidId: string },
): Promise<LoggedBid | null> {
  // Nobody can have bid under another kind of id.
  if (!UUID.test(bidId)) return null;
  const { bidders, answers, log } = auctionKeys(auctionId);
  const bidder = await redis.hget(bidders, bidderId);
  const ordinal = /^\d+/.exec(bidder ?? '')?.[0];
  if (ordinal === undefined) return null;
  const remembered = await redis.hget(answers, `${ordinal}:${packId(bidId)}`);
  if (remembered === null) return null;
  // An answer restored from the record carries its entry, the log of that time being gone.
  const [id = '', restored, secret] = remembered.split(';');
  if (restored !== undefined && secret !== undefined) return bidAt(id, restored, secret);
  const [entry] = await redis.xrange(log, id, id);
  const [, text = '', , logged = ''] = entry?.[1] ?? [];
  return bidAt(id, text, logged);
}

function bidAt(id: string, text: string, secret: string): LoggedBid {
  const entry = readEntry(id, text, secret);
  if (entry.type !== 'bid') throw new Error(`the answer to a bid is no bid: ${id}`);
  return entry;
}
