import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { logInPath, HOME_PATH } from '../../lib/paths.ts';
import './account.css';
import { requestFaultWords } from './proof-words.ts';
import { useRequestReset } from './use-passwords.ts';

const MINUTE_MS = 60_000;

/** Where a link is asked for by which a new password can be set. */
export function ForgotView() {
  const request = useRequestReset();
  const [email, setEmail] = useState('');
  const faults = request.error instanceof ApiRefusal ? request.error.fieldFaults() : {};
  if (request.data) return <Sent email={email} minutes={request.data.goodForMs / MINUTE_MS} />;
  return (
    <section className="verify">
      <h1>비밀번호를 잊으셨나요?</h1>
      <p>가입한 이메일 주소를 적어 주시면 새 비밀번호를 정할 수 있는 링크를 보내 드려요.</p>
      <form
        className="account-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          request.mutate(email);
        }}
      >
        <TextField
          label="이메일"
          type="email"
          autoComplete="email"
          value={email}
          onChange={setEmail}
          isRequired
          fault={faults['email']}
        />
        <div role="alert">
          {request.error && !faults['email'] && (
            <Strip mood="no">{requestFaultWords(request.error)}</Strip>
          )}
        </div>
        <Button type="submit" kind="primary" size="big" busy={request.isPending}>
          링크 받기
        </Button>
      </form>
      <p>
        <Link className="text-link" to={logInPath(HOME_PATH)}>
          로그인으로 돌아가기
        </Link>
      </p>
    </section>
  );
}

function Sent({ email, minutes }: { email: string; minutes: number }) {
  return (
    <div role="alert" data-testid="reset-sent">
      <Notice level={1} icon={MailCheck} title="메일을 확인해 주세요">
        {email} 주소로 가입한 계정이 있으면 링크가 가요. 링크는 {minutes}분 동안 한 번 쓸 수 있어요.
        조금 전에 받은 링크가 있으면 새로 가지 않으니 그 링크를 써 주세요. 메일이 보이지 않으면
        스팸함을 살펴보고, 가입한 주소가 맞는지 확인해 주세요.
      </Notice>
    </div>
  );
}
