import { VerifyView } from '../features/account/verify-view.tsx';
import { useLinkToken } from '../lib/use-link-token.ts';

/** Where the link of a mail leads by which an address is verified. */
export function VerifyEmailPage() {
  const token = useLinkToken();
  return (
    <>
      <title>이메일 확인 · 사고팔고</title>
      <VerifyView key={token} token={token} />
    </>
  );
}
