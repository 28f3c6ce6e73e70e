import { openChannel } from './open-channel.ts';

const CHANNEL = 'sagopalgo.own-bid';

// One for the whole tab: a channel is not told what it has sent itself.
const channel = openChannel(CHANNEL);

/** Tells the other tabs of this browser that somebody bid on an auction here; amounts stay in this tab. */
export function tellOwnBid(auctionId: string): void {
  channel?.postMessage(auctionId);
}

/** Calls `onBid` when another tab of this browser has bid; returns how to stop. */
export function watchOwnBids(onBid: (auctionId: string) => void): () => void {
  const heard = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') onBid(data);
  };
  channel?.addEventListener('message', heard);
  return () => channel?.removeEventListener('message', heard);
}
