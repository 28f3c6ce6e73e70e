import { useState } from 'react';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ConsentChecks } from './consent-checks.tsx';
import { SessionCard } from './session-card.tsx';
import { faultsOfSignUp } from './sign-up-faults.ts';
import { useComplete } from './use-return.ts';

interface CompleteFormProps {
  /** What the provider suggests. */
  nickname: string | null;
  email: string | null;
  emailVerified: boolean;
  onDone: () => void;
}

/** What is left to say of oneself after a provider has said who one is. */
export function CompleteForm({ nickname, email, emailVerified, onDone }: CompleteFormProps) {
  const complete = useComplete();
  const [consents, setConsents] = useState({ required: false, marketing: false });
  const [tried, setTried] = useState(false);
  const faults = faultsOfSignUp(complete.error);
  return (
    <SessionCard
      title="거의 다 왔어요"
      lead="사고팔고에서 쓸 이름을 정하면 바로 입찰할 수 있어요."
      submit="가입하기"
      pending={complete.isPending}
      error={Object.keys(faults).length > 0 ? null : complete.error}
      onSubmit={(fields) => {
        setTried(true);
        if (!consents.required) return;
        const said = emailVerified ? null : (fields['email'] ?? '');
        const person = { nickname: fields['nickname'] ?? '', email: said };
        complete.mutate({ ...person, marketing: consents.marketing }, { onSuccess: onDone });
      }}
      footer={null}
    >
      <TextField
        label="닉네임"
        name="nickname"
        autoComplete="nickname"
        defaultValue={nickname ?? ''}
        isRequired
        note="2자 이상 20자 이하, 판매할 때 보이는 이름이에요."
        fault={faults['nickname']}
      />
      {emailVerified ? (
        <p>
          이메일 <b>{email}</b>
        </p>
      ) : (
        <TextField
          label="이메일"
          name="email"
          type="email"
          autoComplete="email"
          defaultValue={email ?? ''}
          isRequired
          note="이 주소로 확인 메일을 보내 드려요."
          fault={faults['email']}
        />
      )}
      <ConsentChecks value={consents} onChange={setConsents} />
      <div role="alert">
        {tried && !consents.required && (
          <Strip mood="no">가입하려면 이용약관과 개인정보 수집에 동의해 주세요.</Strip>
        )}
        {emailVerified && faults['email'] && <Strip mood="no">{faults['email']}</Strip>}
      </div>
    </SessionCard>
  );
}
