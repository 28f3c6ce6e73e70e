import { useState } from 'react';
import { Link } from 'react-router';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { logInPath } from '../../lib/paths.ts';
import { ConsentChecks } from './consent-checks.tsx';
import { SessionCard } from './session-card.tsx';
import { faultsOfSignUp } from './sign-up-faults.ts';
import { useSignUp } from './use-sign-in.ts';

/** Sign-up; `onDone` once signed in, `next` is where that leads, for those who have an account. */
export function SignUpForm({ next, onDone }: { next: string; onDone: () => void }) {
  const signUp = useSignUp();
  const [consents, setConsents] = useState({ required: false, marketing: false });
  const [tried, setTried] = useState(false);
  const faults = faultsOfSignUp(signUp.error);
  const lacks = tried && !consents.required;
  return (
    <SessionCard
      title="회원 가입"
      lead="가입하면 바로 입찰할 수 있어요."
      submit="가입하기"
      pending={signUp.isPending}
      error={Object.keys(faults).length > 0 ? null : signUp.error}
      onSubmit={({ email = '', password = '', nickname = '' }) => {
        setTried(true);
        if (!consents.required) return;
        const { marketing } = consents;
        signUp.mutate({ email, password, nickname, marketing }, { onSuccess: onDone });
      }}
      footer={
        <p>
          이미 가입하셨나요?{' '}
          <Link className="text-link" to={logInPath(next)}>
            로그인하기
          </Link>
        </p>
      }
    >
      <PersonFields faults={faults} />
      <ConsentChecks value={consents} onChange={setConsents} />
      <div role="alert">
        {lacks && <Strip mood="no">가입하려면 이용약관과 개인정보 수집에 동의해 주세요.</Strip>}
      </div>
    </SessionCard>
  );
}

function PersonFields({ faults }: { faults: Record<string, string> }) {
  return (
    <>
      <TextField
        label="이메일"
        name="email"
        type="email"
        autoComplete="email"
        isRequired
        note="이 주소로 확인 메일을 보내 드려요."
        fault={faults.email}
      />
      <TextField
        label="비밀번호"
        name="password"
        type="password"
        autoComplete="new-password"
        isRequired
        note="8자 이상"
        fault={faults.password}
      />
      <TextField
        label="닉네임"
        name="nickname"
        autoComplete="nickname"
        isRequired
        note="2자 이상 20자 이하, 판매할 때 보이는 이름이에요."
        fault={faults.nickname}
      />
    </>
  );
}
