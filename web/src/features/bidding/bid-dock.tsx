import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { StalePrice } from '../../components/stale-price.tsx';
import { logInPath } from '../../lib/paths.ts';
import { standingOf } from '../../lib/shown-auction.ts';
import { useLiveFacts, useStaleForSeconds } from '../../lib/use-live.ts';
import { BigPrice, priceLabel } from './big-price.tsx';
import { extensionWords, MovedClosing } from './closing-note.tsx';
import { Standing } from './standing.tsx';
import { useSettled } from './use-settled.ts';

/** A moved closing is told beside the button this long; the panel keeps it. */
const EXTENSION_TOLD_MS = 12_000;

interface BidDockProps {
  auction: Auction;
  from: string;
  signedIn: boolean;
  onOpen: () => void;
}

/** Price and bid button where the thumb is. */
export function BidDock({ auction, from, signedIn, onOpen }: BidDockProps) {
  const isStale = useStaleForSeconds(auction.auctionId) !== null;
  return (
    <div className="dock num">
      <DockNews auction={auction} />
      <div className="now">
        <small>
          {isStale ? '지난 가격' : priceLabel(auction, 'live')}{' '}
          <Countdown untilMs={auction.closesAtMs} after=" 남음" />
        </small>
        <b>{formatKrw(auction.priceKrw ?? auction.startKrw)}</b>
      </div>
      {signedIn ? (
        <DockButton auction={auction} onOpen={onOpen} />
      ) : (
        <ButtonLink kind="primary" to={logInPath(from)}>
          로그인하고 입찰
        </ButtonLink>
      )}
    </div>
  );
}

function DockButton({ auction, onOpen }: Pick<BidDockProps, 'auction' | 'onOpen'>) {
  if (standingOf(auction, 'live') === 'leading') {
    return <Button onPress={onOpen}>한도 올리기</Button>;
  }
  return (
    <Button kind="primary" onPress={onOpen}>
      {formatKrw(auction.minimumKrw ?? auction.startKrw)} 입찰
    </Button>
  );
}

/** What has just changed, for those who have scrolled away from the panel, which also reads it out. */
function DockNews({ auction }: Pick<BidDockProps, 'auction'>) {
  const extended = useLiveFacts(auction.auctionId)?.extended ?? null;
  const isTold = useSettled(extended?.closesAtMs ?? 0, EXTENSION_TOLD_MS);
  const standing = standingOf(auction, 'live');
  if (extended && !isTold) return <News mood="out">{extensionWords(extended)}</News>;
  if (standing === 'outbid') return <News mood="out">다른 분이 더 높게 입찰했어요</News>;
  return standing === 'leading' && <News mood="lead">최고 입찰 중이에요</News>;
}

function News({ mood, children }: { mood: 'out' | 'lead'; children: ReactNode }) {
  return (
    <p className={`news ${mood}`} aria-hidden>
      {children}
    </p>
  );
}

interface BidSheetProps {
  auction: Auction;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}

/** The bid form as a sheet that comes up from the dock. */
export function BidSheet({ auction, isOpen, onOpenChange, children }: BidSheetProps) {
  return (
    <ModalOverlay className="sheet-veil" isDismissable isOpen={isOpen} onOpenChange={onOpenChange}>
      <Modal className="sheet">
        <Dialog>
          <div className="row apart">
            <Heading slot="title" level={2}>
              입찰하기
            </Heading>
            <Button kind="quiet" slot="close">
              닫기
            </Button>
          </div>
          <BigPrice auction={auction} state="live" testId="sheet-price" />
          <MovedClosing auctionId={auction.auctionId} testId="sheet-extended" />
          <StalePrice auctionId={auction.auctionId} />
          <Standing auction={auction} state="live" testId="sheet-standing" />
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
