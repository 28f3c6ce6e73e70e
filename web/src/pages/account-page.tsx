import { AccountView } from '../features/account/account-view.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';

/** 내 정보: what the account is known by. */
export function AccountPage() {
  return (
    <SignedInOnly title="내 정보">
      <title>내 정보 · 사고팔고</title>
      <h1 className="page-title">내 정보</h1>
      <p className="page-lead">이메일과 비밀번호를 보고 바꿀 수 있어요.</p>
      <AccountView />
    </SignedInOnly>
  );
}
