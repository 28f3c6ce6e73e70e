import { AccountView } from '../features/account/account-view.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';

/** 내 정보: what the account is known by. */
export function AccountPage() {
  return (
    <SignedInOnly title="내 정보">
      <title>내 정보 · 사고팔고</title>
      <h1 className="page-title">내 정보</h1>
      <p className="page-lead">가입한 이메일과 확인 여부를 볼 수 있어요.</p>
      <AccountView />
    </SignedInOnly>
  );
}
