import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { tokenIn } from '../features/account/proof-words.ts';
import { VerifyView } from '../features/account/verify-view.tsx';

/**
 * Where the link of a mail leads; its token stands behind the `#`. It is taken out of the address at once,
 * so that neither the history nor whoever looks over a shoulder keeps it.
 */
export function VerifyEmailPage() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const here = tokenIn(hash);
  const [token, setToken] = useState(here);
  if (here !== null && here !== token) setToken(here);
  useEffect(() => {
    if (here !== null) void navigate({ hash: '' }, { replace: true });
  }, [here, navigate]);
  return (
    <>
      <title>이메일 확인 · 사고팔고</title>
      <VerifyView key={token} token={token} />
    </>
  );
}
