import { ForgotView } from '../features/account/forgot-view.tsx';

/** Where somebody goes who has forgotten the password. */
export function ForgotPasswordPage() {
  return (
    <>
      <title>비밀번호 찾기 · 사고팔고</title>
      <ForgotView />
    </>
  );
}
