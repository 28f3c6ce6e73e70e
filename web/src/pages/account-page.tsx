import { useNavigate } from 'react-router';
import { AccountView } from '../features/account/account-view.tsx';
import { ConsentCard } from '../features/consents/consent-card.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { useSignedOut } from '../features/session/use-sign-in.ts';
import { HOME_PATH } from '../lib/paths.ts';

/** 내 정보: what the account is known by, and all that can be done about it. */
export function AccountPage() {
  const navigate = useNavigate();
  const signedOut = useSignedOut();
  const left = () => void signedOut().then(() => navigate(HOME_PATH, { replace: true }));
  return (
    <SignedInOnly title="내 정보">
      <title>내 정보 · 사고팔고</title>
      <h1 className="page-title">내 정보</h1>
      <p className="page-lead">프로필과 로그인, 주소록과 약관을 보고 바꿀 수 있어요.</p>
      <AccountView onLeft={left}>
        <ConsentCard />
      </AccountView>
    </SignedInOnly>
  );
}
