import { Link } from 'react-router';
import { TextField } from '../../components/text-field.tsx';
import { FORGOT_PATH } from '../../lib/paths.ts';
import { SessionCard } from './session-card.tsx';
import { useJoin } from './use-return.ts';

/** The address is an account's already: its password says whose that is. */
export function JoinForm({ email, onDone }: { email: string; onDone: () => void }) {
  const join = useJoin();
  return (
    <SessionCard
      title="이미 가입한 이메일이에요"
      lead={`${email} 주소로 가입한 계정이 있어요. 그 계정의 비밀번호를 적으면 하나로 이어져요.`}
      submit="계정 잇기"
      pending={join.isPending}
      error={join.error}
      onSubmit={(fields) => join.mutate(fields['password'] ?? '', { onSuccess: onDone })}
      footer={
        <p>
          <Link className="text-link" to={FORGOT_PATH}>
            비밀번호를 잊었어요
          </Link>
        </p>
      }
    >
      <TextField
        label="비밀번호"
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
      />
    </SessionCard>
  );
}
