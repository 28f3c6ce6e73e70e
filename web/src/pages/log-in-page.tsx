import { useNavigate, useSearchParams } from 'react-router';
import { LogInForm } from '../features/session/log-in-form.tsx';
import { returnPath } from '../lib/paths.ts';

/** Login, then back to where it was asked for. */
export function LogInPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = returnPath(search);
  return (
    <>
      <title>로그인 · 사고팔고</title>
      <LogInForm next={next} onDone={() => void navigate(next, { replace: true })} />
    </>
  );
}
