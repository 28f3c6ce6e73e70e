import { ResetView } from '../features/account/reset-view.tsx';
import { useLinkToken } from '../lib/use-link-token.ts';

/** Where the link of a mail leads by which a new password is set. */
export function ResetPasswordPage() {
  const token = useLinkToken();
  return (
    <>
      <title>새 비밀번호 · 사고팔고</title>
      <ResetView key={token} token={token} />
    </>
  );
}
