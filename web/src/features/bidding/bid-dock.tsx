import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { StalePrice } from '../../components/stale-price.tsx';
import { logInPath } from '../../lib/paths.ts';
import { BigPrice, priceLabel } from './big-price.tsx';
import { Standing } from './standing.tsx';

interface BidDockProps {
  auction: Auction;
  from: string;
  signedIn: boolean;
  leading: boolean;
  onOpen: () => void;
}

/** Price and bid button where the thumb is. */
export function BidDock({ auction, from, signedIn, leading, onOpen }: BidDockProps) {
  const minimumKrw = auction.minimumKrw;
  return (
    <div className="dock num">
      <div className="now">
        <small>
          {priceLabel(auction, 'live')} <Countdown untilMs={auction.closesAtMs} after=" 남음" />
        </small>
        <b>{formatKrw(auction.priceKrw ?? auction.startKrw)}</b>
      </div>
      {!signedIn && (
        <ButtonLink kind="primary" to={logInPath(from)}>
          로그인하고 입찰
        </ButtonLink>
      )}
      {signedIn && (leading || minimumKrw === null) && (
        <Button isDisabled>{leading ? '최고 입찰 중' : '최고가 도달'}</Button>
      )}
      {signedIn && !leading && minimumKrw !== null && (
        <Button kind="primary" onPress={onOpen}>
          {formatKrw(minimumKrw)} 입찰
        </Button>
      )}
    </div>
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
          <StalePrice />
          <Standing auction={auction} state="live" testId="sheet-standing" />
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
