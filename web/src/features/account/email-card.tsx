import { useState } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { requestFaultWords } from './proof-words.ts';
import { useRequestProof } from './use-account.ts';

interface EmailCardProps {
  email: string;
  isVerified: boolean;
}

/** One's address, whether it is verified, and how it gets to be. */
export function EmailCard({ email, isVerified }: EmailCardProps) {
  return (
    <section className="account-card" aria-label="이메일">
      <h2>이메일</h2>
      <p className="account-email">
        <b data-testid="email">{email}</b>{' '}
        <Badge mood={isVerified ? 'lead' : 'warn'}>
          <span data-testid="email-state">{isVerified ? '확인됨' : '확인 안 됨'}</span>
        </Badge>
      </p>
      <output className="unseen">{isVerified && '이메일이 확인됐어요.'}</output>
      {!isVerified && <ToVerify />}
    </section>
  );
}

function ToVerify() {
  const request = useRequestProof();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const send = () => request.mutate(undefined, { onSuccess: ({ email }) => setSentTo(email) });
  return (
    <>
      <p className="account-words">
        가입할 때 보낸 메일의 링크를 누르면 확인돼요. 24시간이 지났거나 메일이 보이지 않으면
        스팸함을 살펴보고, 그래도 없으면 새로 받아 주세요. 다른 기기에서 눌러도 돼요.
      </p>
      <div aria-live="polite">
        {sentTo !== null && !request.isError && (
          <Strip mood="lead" testId="proof-sent">
            {sentTo} 주소로 새 링크를 보냈어요. 전에 받은 링크는 이제 쓸 수 없어요. 링크를 누르면 이
            화면이 저절로 바뀌어요.
          </Strip>
        )}
      </div>
      <div role="alert">
        {request.error && <Strip mood="no">{requestFaultWords(request.error)}</Strip>}
      </div>
      <Button kind="primary" size="big" busy={request.isPending} onPress={send}>
        확인 메일 {sentTo === null ? '새로 받기' : '한 번 더 받기'}
      </Button>
    </>
  );
}
