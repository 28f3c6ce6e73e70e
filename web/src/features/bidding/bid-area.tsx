import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { useState } from 'react';
import { ButtonLink } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { auctionPath, listPath, MY_WINS_PATH } from '../../lib/paths.ts';
import { standingOf } from '../../lib/shown-auction.ts';
import { ONE_HAND, useMedia } from '../../lib/use-media.ts';
import { BidDock, BidSheet } from './bid-dock.tsx';
import { BidForm } from './bid-form.tsx';
import type { BidBox } from './use-bid.ts';
import { useBid } from './use-bid.ts';

interface BidAreaProps {
  auction: Auction;
  state: AuctionState;
  signedIn: boolean;
}

/** What a buyer can do about an auction now: wait for it, bid, learn how it ended. */
export function BidArea({ auction, state, signedIn }: BidAreaProps) {
  const [sheetIsOpen, setSheetIsOpen] = useState(false);
  const box = useBid(auction, () => setSheetIsOpen(false));
  if (state === 'coming') {
    return (
      <div className="after">
        <Strip>열리는 순간 이 화면에서 바로 입찰할 수 있어요.</Strip>
      </div>
    );
  }
  if (state !== 'live') return <Ended auction={auction} state={state} box={box} />;
  if (auction.minimumKrw === null) {
    return (
      <div className="after">
        <Strip>받을 수 있는 가장 높은 금액에 이르러 더 입찰할 수 없어요.</Strip>
      </div>
    );
  }
  return (
    <OpenArea
      auction={auction}
      signedIn={signedIn}
      box={box}
      sheetIsOpen={sheetIsOpen}
      onSheet={setSheetIsOpen}
    />
  );
}

interface OpenAreaProps {
  auction: Auction;
  signedIn: boolean;
  box: BidBox;
  sheetIsOpen: boolean;
  onSheet: (isOpen: boolean) => void;
}

/** The form in the panel, or dock and sheet where one hand holds it. */
function OpenArea({ auction, signedIn, box, sheetIsOpen, onSheet }: OpenAreaProps) {
  const oneHand = useMedia(ONE_HAND);
  const from = auctionPath(auction.auctionId);
  const leading = standingOf(auction, 'live') === 'leading';
  const form = <BidForm box={box} from={from} signedIn={signedIn} leading={leading} />;
  if (!oneHand) return form;
  return (
    <>
      <BidDock
        auction={auction}
        from={from}
        signedIn={signedIn}
        leading={leading}
        onOpen={() => onSheet(true)}
      />
      <BidSheet auction={auction} isOpen={sheetIsOpen} onOpenChange={onSheet}>
        {form}
      </BidSheet>
    </>
  );
}

function Ended({ auction, state, box }: { auction: Auction; state: AuctionState; box: BidBox }) {
  const won = standingOf(auction, state) === 'won';
  return (
    <div className="after">
      <div role="alert">{box.late && <Strip mood="no">{box.late}</Strip>}</div>
      {state === 'unsold' && <Strip>입찰이 없어 팔리지 않았어요.</Strip>}
      {won ? (
        <ButtonLink kind="primary" size="big" to={MY_WINS_PATH}>
          <span className="num">{formatKrw(auction.priceKrw ?? 0)} 주문 보기</span>
        </ButtonLink>
      ) : (
        <ButtonLink size="big" to={listPath('live', auction.categoryId)}>
          비슷한 물건 보기
        </ButtonLink>
      )}
    </div>
  );
}
