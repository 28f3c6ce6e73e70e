import { Link } from 'react-router';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { FORGOT_PATH, logInPath, SIGN_UP_PATH } from '../../lib/paths.ts';
import { ProviderButtons } from './provider-buttons.tsx';
import { SessionCard } from './session-card.tsx';
import { useLogIn } from './use-sign-in.ts';

/** Login; `onDone` once signed in, `next` is where that leads, for those who have to sign up first. */
export function LogInForm({ next, onDone }: { next: string; onDone: () => void }) {
  const logIn = useLogIn();
  const faults = logIn.error instanceof ApiRefusal ? logIn.error.fieldFaults() : {};
  return (
    <SessionCard
      title="로그인"
      lead="입찰하고 물건을 올리려면 로그인해 주세요."
      submit="로그인"
      pending={logIn.isPending}
      error={logIn.error}
      onSubmit={({ email = '', password = '' }) =>
        logIn.mutate({ email, password }, { onSuccess: onDone })
      }
      footer={
        <>
          <ProviderButtons next={next} />
          <p>
            처음이신가요?{' '}
            <Link className="text-link" to={logInPath(next, SIGN_UP_PATH)}>
              회원 가입
            </Link>
          </p>
          <p>
            <Link className="text-link" to={FORGOT_PATH}>
              비밀번호를 잊었어요
            </Link>
          </p>
        </>
      }
    >
      <TextField
        label="이메일"
        name="email"
        type="email"
        autoComplete="email"
        isRequired
        fault={faults.email}
      />
      <TextField
        label="비밀번호"
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
        fault={faults.password}
      />
    </SessionCard>
  );
}
