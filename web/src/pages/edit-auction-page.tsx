import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { Lock } from 'lucide-react';
import { useNavigate, useParams } from 'react-router';
import { ButtonLink } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { Notice } from '../components/notice.tsx';
import { useAuction } from '../features/auctions/use-auction.ts';
import { blamePictures } from '../features/pictures/blame-pictures.ts';
import { picturesForListing } from '../features/pictures/form-pictures.tsx';
import { usePictures } from '../features/pictures/use-pictures.ts';
import { changesOf, draftOf } from '../features/selling/listing-draft.ts';
import { ListingForm } from '../features/selling/listing-form.tsx';
import { useChangeAuction } from '../features/selling/use-listing.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { auctionPath } from '../lib/paths.ts';
import { stateAt } from '../lib/shown-auction.ts';
import { useServerTime } from '../lib/use-server-time.ts';

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
  const navigate = useNavigate();
  const { auctionId } = auction;
  const change = useChangeAuction(auctionId);
  const pictures = usePictures({ images: auction.images });
  const state = useServerTime((nowMs) => stateAt(auction, nowMs));
  if (!auction.own || state !== 'coming') {
    return (
      <Notice
        icon={Lock}
        title={auction.own ? '이미 열린 경매는 고칠 수 없어요' : '내가 올린 경매만 고칠 수 있어요'}
        action={<ButtonLink to={auctionPath(auctionId)}>경매 보기</ButtonLink>}
      />
    );
  }
  return (
    <ListingForm
      initial={draftOf(auction)}
      pictures={picturesForListing(pictures)}
      rates={{ feeBp: auction.own.feeBp, premiumBp: auction.premiumBp }}
      submit="고친 내용 저장"
      pending={change.isPending}
      error={change.error}
      onSubmit={(listing) =>
        change.mutate(changesOf(listing), {
          onSuccess: () => void navigate(auctionPath(auctionId)),
          onError: (error) => blamePictures(pictures, error),
        })
      }
    />
  );
}
