import { useCallback } from 'react';
import { Link, useNavigate } from 'react-router';
import { Bone } from '../components/bone.tsx';
import { Loading } from '../components/loading.tsx';
import { keptOf, picturesForListing } from '../features/pictures/form-pictures.tsx';
import { blamePictures } from '../features/pictures/blame-pictures.ts';
import { usePictures } from '../features/pictures/use-pictures.ts';
import { ListingForm } from '../features/selling/listing-form.tsx';
import type { OwnDraft } from '../features/selling/own-draft.ts';
import { keepTyped } from '../features/selling/own-draft.ts';
import { useCreateAuction } from '../features/selling/use-listing.ts';
import { useKeepTyped, useOwnDraft } from '../features/selling/use-own-draft.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { forgetDraft } from '../lib/kept-drafts.ts';
import { auctionPath, BULK_LISTING_PATH } from '../lib/paths.ts';
import { useSession } from '../lib/use-session.ts';
import { useTerms } from '../lib/use-terms.ts';

/** 물건 올리기: a new auction. */
export function NewAuctionPage() {
  const userId = useSession()?.userId ?? '';
  return (
    <SignedInOnly title="물건 올리기">
      <title>물건 올리기 · 사고팔고</title>
      <h1 className="page-title">물건 올리기</h1>
      <p className="page-lead">
        고른 날 오전 9시에 열리고 오후 6시에 닫혀요. 물건이 많으면{' '}
        <Link className="text-link" to={BULK_LISTING_PATH}>
          표로 한꺼번에 올리기
        </Link>
        가 편해요.
      </p>
      {userId && <NewListing key={userId} userId={userId} />}
    </SignedInOnly>
  );
}

/** One form for each person and draft. */
function NewListing({ userId }: { userId: string }) {
  const own = useOwnDraft(userId);
  if (!own) {
    return (
      <Loading label="물건 올리기를 불러오고 있어요">
        <Bone height={320} />
      </Loading>
    );
  }
  return <DraftForm userId={userId} own={own} />;
}

function DraftForm({ userId, own }: { userId: string; own: OwnDraft }) {
  const { listingId, initial } = own;
  const navigate = useNavigate();
  const create = useCreateAuction();
  const { data: terms } = useTerms();
  const pictures = usePictures(initial);
  const keep = useKeepTyped(
    initial,
    keptOf(pictures),
    useCallback((draft) => keepTyped(userId, listingId, draft), [userId, listingId]),
  );
  const forget = (): void => forgetDraft(userId, listingId);
  return (
    <ListingForm
      initial={initial}
      pictures={picturesForListing(pictures)}
      rates={terms}
      submit="경매에 올리기"
      pending={create.isPending}
      error={create.error}
      onDraft={keep}
      onFollow={forget}
      onSubmit={(listing) =>
        create.mutate(
          { ...listing, listingId },
          {
            onSuccess: ({ auctionId }) => {
              forget();
              void navigate(auctionPath(auctionId));
            },
            onError: (error) => blamePictures(pictures, error),
          },
        )
      }
    />
  );
}
