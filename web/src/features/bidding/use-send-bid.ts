import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useContext } from 'react';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { tellOwnBid } from '../../lib/own-bid-news.ts';
import { rememberOwnBid } from '../../lib/own-bids.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { LiveFeedContext } from '../../lib/use-live.ts';
import { useSession } from '../../lib/use-session.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { afterAnswer } from './after-answer.ts';
import type { LastBid } from './box-view.ts';
import type { BidAttempt } from './place-bid.ts';
import { sendBid } from './place-bid.ts';

/** These stop being true with the next bid; the other refusals stay until they are answered. */
const TRUE_UNTIL_NEXT_BID = ['ALREADY_LEADING', 'NOT_ABOVE_OWN_MAX'];

/** The sending of bids, and what became of the last one. */
export interface SentBid extends LastBid {
  send: (attempt: BidAttempt) => void;
  /** Forgets the last one and its refusal. */
  forget: () => void;
  /** Names the refusal: another one has another name. */
  refusalName: string;
}

/** Sends bids on an auction; `onAccepted` and `onRefused` after each. */
export function useSendBid(
  { auctionId, minimumKrw }: Pick<Auction, 'auctionId' | 'minimumKrw'>,
  { onAccepted, onRefused }: { onAccepted: () => void; onRefused: () => void },
): SentBid {
  const queries = useQueryClient();
  const accepted = useAccepted(auctionId);
  const bid = useSingleMutation({
    mutationFn: (attempt: BidAttempt) => sendBid(attempt),
    onMutate: () => ({ minimumKrw }),
    onSuccess: (answer, attempt) => {
      accepted(answer, attempt);
      onAccepted();
    },
    // Whatever was refused, the page was not up to date.
    onError: () => {
      onRefused();
      void queries.invalidateQueries({ queryKey: queryKeys.auction(auctionId) });
    },
  });
  const refusal = bid.error && asRefusal(bid.error);
  const isPast =
    refusal !== null &&
    TRUE_UNTIL_NEXT_BID.includes(refusal.code) &&
    bid.context?.minimumKrw !== minimumKrw;
  return {
    send: (attempt) => bid.mutate(attempt),
    forget: () => bid.reset(),
    sending: bid.isPending,
    last: bid.variables,
    refusal: isPast ? null : refusal,
    refusalName: bid.error ? String(bid.submittedAt) : '',
  };
}

function useAccepted(auctionId: string): (answer: BidAnswer, attempt: BidAttempt) => void {
  const queries = useQueryClient();
  const feed = useContext(LiveFeedContext);
  const session = useSession();
  return (answer, { kind }) => {
    queries.setQueryData<Auction>(
      queryKeys.auction(auctionId),
      (auction) => auction && afterAnswer(auction, answer),
    );
    feed.answered(auctionId, answer);
    tellOwnBid(auctionId);
    void queries.invalidateQueries({ queryKey: queryKeys.mine });
    if (!session) return;
    rememberOwnBid(session.userId, auctionId, kind, answer);
    void queries.invalidateQueries({ queryKey: queryKeys.ownBids(session.userId, auctionId) });
  };
}

function asRefusal(error: Error): ApiRefusal {
  return error instanceof ApiRefusal
    ? error
    : new ApiRefusal({ code: 'INTERNAL', message: wordsOf(error) });
}
