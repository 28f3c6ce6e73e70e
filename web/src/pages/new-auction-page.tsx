import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { picturesForListing } from '../features/pictures/form-pictures.tsx';
import { blamePictures } from '../features/pictures/blame-pictures.ts';
import { imageIdsOf } from '../features/pictures/picture-item.ts';
import { usePictures } from '../features/pictures/use-pictures.ts';
import { keepDraft, keptDraft } from '../features/selling/keep-draft.ts';
import type { ListingDraft } from '../features/selling/listing-draft.ts';
import { ListingForm } from '../features/selling/listing-form.tsx';
import { useCreateAuction } from '../features/selling/use-listing.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
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
      <NewListing key={userId} userId={userId} />
    </SignedInOnly>
  );
}

function NewListing({ userId }: { userId: string }) {
  const navigate = useNavigate();
  const create = useCreateAuction();
  const { data: terms } = useTerms();
  const [initial] = useState(() => keptDraft(userId));
  const pictures = usePictures({ imageIds: initial.imageIds });
  const keep = useKeptDraft(userId, initial, imageIdsOf(pictures.items));
  return (
    <ListingForm
      initial={initial}
      pictures={picturesForListing(pictures)}
      rates={terms}
      submit="경매에 올리기"
      pending={create.isPending}
      error={create.error}
      onDraft={keep}
      onSubmit={(listing) =>
        create.mutate(listing, {
          onSuccess: ({ auctionId }) => {
            keepDraft(userId, null);
            void navigate(auctionPath(auctionId));
          },
          onError: (error) => blamePictures(pictures, error),
        })
      }
    />
  );
}

/** Keeps what is typed together with the pictures that are up by then. */
function useKeptDraft(userId: string, initial: ListingDraft, imageIds: readonly string[]) {
  const typed = useRef(initial);
  const ids = imageIds.join(' ');
  const keep = (draft: ListingDraft): void => {
    typed.current = draft;
    keepDraft(userId, { ...draft, imageIds: [...imageIds] });
  };
  useEffect(() => {
    keepDraft(userId, { ...typed.current, imageIds: ids.split(' ').filter(Boolean) });
  }, [userId, ids]);
  return keep;
}
