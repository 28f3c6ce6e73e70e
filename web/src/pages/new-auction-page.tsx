import { useNavigate } from 'react-router';
import { keepDraft, keptDraft } from '../features/selling/keep-draft.ts';
import { ListingForm } from '../features/selling/listing-form.tsx';
import { useCreateAuction } from '../features/selling/use-listing.ts';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { auctionPath } from '../lib/paths.ts';
import { useSession } from '../lib/use-session.ts';
import { useTerms } from '../lib/use-terms.ts';

/** 물건 올리기: a new auction. */
export function NewAuctionPage() {
  const userId = useSession()?.userId ?? '';
  return (
    <SignedInOnly title="물건 올리기">
      <title>물건 올리기 · 사고팔고</title>
      <h1 className="page-title">물건 올리기</h1>
      <p className="page-lead">고른 날 오전 9시에 열리고 오후 6시에 닫혀요.</p>
      <NewListing key={userId} userId={userId} />
    </SignedInOnly>
  );
}

function NewListing({ userId }: { userId: string }) {
  const navigate = useNavigate();
  const create = useCreateAuction();
  const { data: terms } = useTerms();
  return (
    <ListingForm
      initial={keptDraft(userId)}
      rates={terms}
      submit="경매에 올리기"
      pending={create.isPending}
      error={create.error}
      onDraft={(draft) => keepDraft(userId, draft)}
      onSubmit={(listing) =>
        create.mutate(listing, {
          onSuccess: ({ auctionId }) => {
            keepDraft(userId, null);
            void navigate(auctionPath(auctionId));
          },
        })
      }
    />
  );
}
