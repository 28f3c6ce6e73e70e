import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { Lock } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Button, ButtonLink } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { Notice } from '../components/notice.tsx';
import { Strip } from '../components/strip.tsx';
import { useAuction } from '../features/auctions/use-auction.ts';
import { blamePictures } from '../features/pictures/blame-pictures.ts';
import { keptOf, picturesForListing } from '../features/pictures/form-pictures.tsx';
import { usePictures } from '../features/pictures/use-pictures.ts';
import type { ChangeDraft } from '../features/selling/change-draft.ts';
import { forgetChange, keepChange, takeChange } from '../features/selling/change-draft.ts';
import { changesOf } from '../features/selling/listing-draft.ts';
import { ListingForm } from '../features/selling/listing-form.tsx';
import { useChangeAuction } from '../features/selling/use-listing.ts';
import { useKeepTyped } from '../features/selling/use-own-draft.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { auctionPath } from '../lib/paths.ts';
import { stateAt } from '../lib/shown-auction.ts';
import { useServerTime } from '../lib/use-server-time.ts';
import { useSession } from '../lib/use-session.ts';

/** Changing an own auction before it opens. */
export function EditAuctionPage() {
  const { auctionId = '' } = useParams();
  const { auction, error, refetch } = useAuction(auctionId);
  return (
    <SignedInOnly title="경매 고치기">
      <title>경매 고치기 · 사고팔고</title>
      <h1 className="page-title">경매 고치기</h1>
      {auction && <EditForm auction={auction} />}
      {!auction && error && <Failure error={error} onRetry={() => void refetch()} />}
    </SignedInOnly>
  );
}

function EditForm({ auction }: { auction: Auction }) {
  const { auctionId } = auction;
  const userId = useSession()?.userId ?? '';
  const state = useServerTime((nowMs) => stateAt(auction, nowMs));
  const [begun, setBegun] = useState(() => takeChange(userId, auction, Date.now()));
  if (!auction.own || state !== 'coming') {
    return (
      <Notice
        icon={Lock}
        title={auction.own ? '이미 열린 경매는 고칠 수 없어요' : '내가 올린 경매만 고칠 수 있어요'}
        action={<ButtonLink to={auctionPath(auctionId)}>경매 보기</ButtonLink>}
      />
    );
  }
  const beginAnew = (): void => {
    forgetChange(userId, auctionId);
    setBegun(takeChange(userId, auction, Date.now()));
  };
  return (
    <>
      {begun.isKept && (
        <div className="row">
          <Strip testId="kept-change">전에 고치던 내용을 이어서 보여 드려요.</Strip>
          <Button kind="quiet" onPress={beginAnew}>
            올라간 내용으로 되돌리기
          </Button>
        </div>
      )}
      <ChangeForm
        key={begun.isKept ? 'kept' : 'anew'}
        auction={auction}
        own={auction.own}
        userId={userId}
        begun={begun}
      />
    </>
  );
}

interface ChangeFormProps {
  auction: Auction;
  own: NonNullable<Auction['own']>;
  userId: string;
  begun: ChangeDraft;
}

function ChangeForm({ auction, own, userId, begun: { initial, begunFrom } }: ChangeFormProps) {
  const navigate = useNavigate();
  const { auctionId } = auction;
  const change = useChangeAuction(auctionId);
  const pictures = usePictures({ ...initial, images: auction.images });
  const keep = useKeepTyped(
    initial,
    keptOf(pictures),
    useCallback(
      (typed) => keepChange(userId, auctionId, { begunFrom, typed, nowMs: Date.now() }),
      [userId, auctionId, begunFrom],
    ),
  );
  return (
    <ListingForm
      initial={initial}
      pictures={picturesForListing(pictures)}
      rates={{ feeBp: own.feeBp, premiumBp: auction.premiumBp }}
      submit="고친 내용 저장"
      pending={change.isPending}
      error={change.error}
      onDraft={keep}
      onSubmit={(listing) =>
        change.mutate(changesOf(listing), {
          onSuccess: () => {
            forgetChange(userId, auctionId);
            void navigate(auctionPath(auctionId));
          },
          onError: (error) => blamePictures(pictures, error),
        })
      }
    />
  );
}
