import { useLocation } from 'react-router';
import { tokenIn } from '../features/account/proof-words.ts';
import { VerifyView } from '../features/account/verify-view.tsx';

/** Where the link of a mail leads; its token stands behind the `#`. */
export function VerifyEmailPage() {
  const token = tokenIn(useLocation().hash);
  return (
    <>
      <title>이메일 확인 · 사고팔고</title>
      <VerifyView key={token} token={token} />
    </>
  );
}
