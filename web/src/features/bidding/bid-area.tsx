import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionState } from '@sagopalgo/core/rules/auction-states.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { ReactNode, RefObject } from 'react';
import { useState } from 'react';
import { Button, ButtonLink } from '../../components/button.tsx';
import { unsoldWords } from '../../components/state-words.ts';
import { Strip } from '../../components/strip.tsx';
import {
  auctionPath,
  listPath,
  MY_WINS_PATH,
  orderPath,
  payPath,
  PROOF_ID,
} from '../../lib/paths.ts';
import { isHalted, isOver, standingOf } from '../../lib/shown-auction.ts';
import { ONE_HAND, useMedia } from '../../lib/use-media.ts';
import { BidDock, BidSheet } from './bid-dock.tsx';
import { BidForm } from './bid-form.tsx';
import type { BidBox } from './use-bid.ts';
import { useBid } from './use-bid.ts';
import type { WonOrder } from './standing.tsx';
import { useFocusAtEnd } from './use-focus-at-end.ts';

interface BidAreaProps {
  auction: Auction;
  state: AuctionState;
  signedIn: boolean;
  /** Operators look on. */
  mayBid: boolean;
  /** Why this person may not bid for now, or null. */
  blocked: string | null;
  /** What else may be said with a bid. */
  beside: ReactNode;
  /** The order of whoever won, once it is known. */
  order: WonOrder | undefined;
}

/** What a buyer can do about an auction now: wait for it, bid, learn how it ended. */
export function BidArea(props: BidAreaProps) {
  const { auction, state, signedIn, mayBid, blocked } = props;
  const [sheetIsOpen, setSheetIsOpen] = useState(false);
  const box = useBid(auction, () => setSheetIsOpen(false));
  const ended = useFocusAtEnd(state);
  const openSheet = (isOpen: boolean) => {
    setSheetIsOpen(isOpen);
    if (!isOpen) box.no();
  };
  if (isHalted(auction)) return <Halted />;
  if (state === 'coming') return <Coming auction={auction} />;
  if (state !== 'live') {
    return <Ended place={ended} auction={auction} state={state} box={box} order={props.order} />;
  }
  if (!mayBid) return <After>운영자는 입찰할 수 없어요.</After>;
  if (blocked !== null) return <After mood="no">{blocked}</After>;
  if (auction.minimumKrw === null) {
    return <After>받을 수 있는 가장 높은 금액에 이르러 더 입찰할 수 없어요.</After>;
  }
  return (
    <OpenArea
      auction={auction}
      signedIn={signedIn}
      beside={props.beside}
      box={box}
      sheetIsOpen={sheetIsOpen}
      onSheet={openSheet}
    />
  );
}

interface OpenAreaProps {
  auction: Auction;
  signedIn: boolean;
  beside: ReactNode;
  box: BidBox;
  sheetIsOpen: boolean;
  onSheet: (isOpen: boolean) => void;
}

/** The form in the panel, or dock and sheet where one hand holds it. */
function OpenArea({ auction, signedIn, beside, box, sheetIsOpen, onSheet }: OpenAreaProps) {
  const oneHand = useMedia(ONE_HAND);
  const from = auctionPath(auction.auctionId);
  const form = <BidForm box={box} from={from} signedIn={signedIn} beside={beside} />;
  if (!oneHand) return form;
  return (
    <>
      <BidDock auction={auction} from={from} signedIn={signedIn} onOpen={() => onSheet(true)} />
      <BidSheet auction={auction} isOpen={sheetIsOpen} onOpenChange={onSheet}>
        {form}
      </BidSheet>
    </>
  );
}

function Coming({ auction }: { auction: Auction }) {
  return (
    <After>
      열리는 순간 이 화면에서 바로 입찰할 수 있어요.
      {auction.buyNowKrw !== null && ` ${formatKrw(auction.buyNowKrw)}에 즉시 구매도 할 수 있어요.`}
    </After>
  );
}

function Halted() {
  return (
    <div className="after">
      <div role="alert">
        <Strip mood="out" testId="halted">
          확인 중이라 잠시 멈춘 경매예요. 기록을 확인한 뒤 다시 열거나 취소하고, 이 화면에 바로 알려
          드릴게요. 그동안은 입찰도 낙찰도 없어요.
        </Strip>
      </div>
      <ButtonLink size="big" to={listPath('live')}>
        진행 중인 다른 경매 보기
      </ButtonLink>
    </div>
  );
}

interface EndedProps {
  place: RefObject<HTMLDivElement | null>;
  auction: Auction;
  state: AuctionState;
  box: BidBox;
  order: WonOrder | undefined;
}

function Ended({ place, auction, state, box, order }: EndedProps) {
  const won = standingOf(auction, state) === 'won';
  const { unfinished } = box;
  return (
    <div className="after" ref={place} tabIndex={-1}>
      <div role="alert">{unfinished && <Strip mood="no">{unfinished.words}</Strip>}</div>
      {unfinished?.isUnanswered && (
        <Button size="big" busy={box.busy} onPress={box.press}>
          입찰 결과 다시 확인하기
        </Button>
      )}
      {state === 'unsold' && <Strip>{unsoldWords(auction)}</Strip>}
      {state === 'cancelled' && <Strip>취소된 경매예요. 입찰은 모두 없던 일이 됐어요.</Strip>}
      {won ? (
        <ToOrder auction={auction} order={order} />
      ) : (
        <ButtonLink size="big" to={listPath('live', auction.categoryId)}>
          비슷한 물건 보기
        </ButtonLink>
      )}
      {isOver(auction) && (
        <p className="to-proof">
          <a className="text-link" href={`#${PROOF_ID}`}>
            입찰 기록은 누구나 검증할 수 있어요
          </a>
        </p>
      )}
    </div>
  );
}

/** The winner's next step: to pay, or to look at what was paid. */
function ToOrder({ auction, order }: Pick<EndedProps, 'auction' | 'order'>) {
  const isDue = order?.orderState === 'awaiting_payment';
  const path = order ? (isDue ? payPath : orderPath)(order.orderId) : MY_WINS_PATH;
  const amountKrw = order?.totalKrw ?? auction.priceKrw ?? 0;
  return (
    <ButtonLink kind="primary" size="big" to={path}>
      <span className="num">
        {formatKrw(amountKrw)} {isDue ? '결제하기' : '주문 보기'}
      </span>
    </ButtonLink>
  );
}

function After({ mood = 'plain', children }: { mood?: 'plain' | 'no'; children: ReactNode }) {
  return (
    <div className="after">
      <Strip mood={mood}>{children}</Strip>
    </div>
  );
}
