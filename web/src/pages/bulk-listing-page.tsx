import { Link } from 'react-router';
import { BulkForm } from '../features/bulk-listing/bulk-form.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { NEW_AUCTION_PATH } from '../lib/paths.ts';
import { useSession } from '../lib/use-session.ts';

/** 한꺼번에 올리기: many auctions by a table. */
export function BulkListingPage() {
  const userId = useSession()?.userId ?? '';
  return (
    <SignedInOnly title="한꺼번에 올리기">
      <title>한꺼번에 올리기 · 사고팔고</title>
      <h1 className="page-title">한꺼번에 올리기</h1>
      <p className="page-lead">
        표 하나와 사진으로 여러 물건을 올려요. 하나씩 올리려면{' '}
        <Link className="text-link" to={NEW_AUCTION_PATH}>
          물건 올리기
        </Link>
        로 가 주세요.
      </p>
      {userId && <BulkForm key={userId} userId={userId} />}
    </SignedInOnly>
  );
}
