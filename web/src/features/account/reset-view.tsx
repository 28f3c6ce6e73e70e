import { KeyRound, LinkIcon, MailX } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { FORGOT_PATH, HOME_PATH, logInPath } from '../../lib/paths.ts';
import './account.css';
import { useResetPassword } from './use-passwords.ts';

/** What the link of a mail opens: a new password, on whatever device. */
export function ResetView({ token }: { token: string | null }) {
  if (token !== null) return <WithToken token={token} />;
  return (
    <Again icon={LinkIcon} title="링크가 온전하지 않아요">
      메일에 있는 주소를 끝까지 복사해 붙여 넣거나, 링크를 새로 받아 주세요.
    </Again>
  );
}

function WithToken({ token }: { token: string }) {
  const reset = useResetPassword(token);
  const [password, setPassword] = useState('');
  const refusal = reset.error instanceof ApiRefusal ? reset.error : null;
  const fault = refusal?.fieldFaults()['password'];
  if (reset.isSuccess) return <Done />;
  if (refusal?.code === 'PASSWORD_RESET_INVALID') {
    return (
      <Again icon={MailX} title="비밀번호를 바꾸지 못했어요">
        {refusal.message}
      </Again>
    );
  }
  return (
    <section className="verify">
      <h1>새 비밀번호를 정해 주세요</h1>
      <p>
        바꾸고 나면 로그인돼 있던 모든 기기에서 로그아웃되고, 판매 대금을 받을 계좌를 적어 두셨다면
        지워져요.
      </p>
      <form
        className="account-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate(password);
        }}
      >
        <TextField
          label="새 비밀번호"
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          isRequired
          note="8자 이상"
          fault={fault}
        />
        <div role="alert">
          {reset.error && !fault && <Strip mood="no">{wordsOf(reset.error)}</Strip>}
        </div>
        <Button type="submit" kind="primary" size="big" busy={reset.isPending}>
          비밀번호 바꾸기
        </Button>
      </form>
    </section>
  );
}

function Done() {
  return (
    <div role="alert" data-testid="reset-done">
      <Notice
        level={1}
        icon={KeyRound}
        title="비밀번호를 바꿨어요"
        action={
          <ButtonLink kind="primary" to={logInPath(HOME_PATH)}>
            로그인하기
          </ButtonLink>
        }
      >
        새 비밀번호로 로그인해 주세요. 다른 기기는 모두 로그아웃됐고, 판매 대금을 받을 계좌를 적어
        두셨다면 지워졌으니 내 정산에서 다시 알려 주세요.
      </Notice>
    </div>
  );
}

interface AgainProps {
  icon: typeof MailX;
  title: string;
  children: string;
}

function Again({ icon, title, children }: AgainProps) {
  return (
    <Notice
      level={1}
      icon={icon}
      title={title}
      action={
        <ButtonLink kind="primary" to={FORGOT_PATH}>
          링크 새로 받기
        </ButtonLink>
      }
    >
      {children}
    </Notice>
  );
}
