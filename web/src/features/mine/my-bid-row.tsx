import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Badge } from '../../components/badge.tsx';
import type { Mood } from '../../components/state-words.ts';
import { ownMaxLabel, standingOf, stateAt } from '../../lib/shown-auction.ts';
import { useLiveAuction } from '../../lib/use-live.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { MyRow } from './my-row.tsx';

type Standing = 'leading' | 'outbid' | 'won' | 'lost';

const STANDING_WORDS: Record<Standing, { words: string; mood: Mood }> = {
  leading: { words: '최고 입찰 중', mood: 'lead' },
  outbid: { words: '다른 분이 더 높아요', mood: 'warn' },
  won: { words: '낙찰', mood: 'lead' },
  lost: { words: '낙찰받지 못함', mood: 'plain' },
};

/** An auction in which one has bid, and whether one leads. */
export function MyBidRow({ item }: { item: Auction & { ownMaxKrw: number; standing: Standing } }) {
  const auction = useLiveAuction(item);
  const state = useServerTime((nowMs) => stateAt(auction, nowMs));
  // Where the alias is known the standing moves with the stream, else it is as last read.
  const standing = standingOf(auction, state) ?? item.standing;
  const { words, mood } = STANDING_WORDS[standing];
  return (
    <MyRow
      auction={auction}
      state={state}
      testId="my-bid"
      facts={
        <span>
          {ownMaxLabel(item.ownMaxKrw, auction.priceKrw)} <b>{formatKrw(item.ownMaxKrw)}</b>
        </span>
      }
      end={<Badge mood={mood}>{words}</Badge>}
    />
  );
}
