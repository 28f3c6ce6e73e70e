import { useNavigate, useSearchParams } from 'react-router';
import { SignUpForm } from '../features/session/sign-up-form.tsx';
import { returnPath } from '../lib/paths.ts';

/** Sign-up, then back to where it was asked for. */
export function SignUpPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = returnPath(search);
  return (
    <>
      <title>회원 가입 · 사고팔고</title>
      <SignUpForm next={next} onDone={() => void navigate(next, { replace: true })} />
    </>
  );
}
