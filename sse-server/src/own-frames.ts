import type { BidEvent, OutbidEvent, OwnAnnouncement } from '@sagopalgo/core/contracts/events.ts';
import type { OwnEvent } from '@sagopalgo/core/redis/person-messages.ts';
import { plainFrame } from './frames.ts';

/** Events about oneself come until that UTC millisecond; null: they do not, or no more. */
export function ownFrame(untilMs: number | null): Buffer {
  return plainFrame('own', { untilMs } satisfies OwnAnnouncement);
}

/** Named one by one: whoever is told this is told nothing of the other bidder but what all are. */
export function outbidFrame(bid: BidEvent): Buffer {
  const { auctionId, epoch, seq, priceKrw, minimumKrw, closesAtMs } = bid;
  const outbid = { auctionId, epoch, seq, priceKrw, minimumKrw, closesAtMs };
  return plainFrame('outbid', outbid satisfies OutbidEvent);
}

/** What the api and the lambdas tell a person. */
export function ownEventFrame({ event, data }: OwnEvent): Buffer {
  return plainFrame(event, data);
}
