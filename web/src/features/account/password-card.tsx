import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { FORGOT_PATH } from '../../lib/paths.ts';
import { useChangePassword } from './use-passwords.ts';

const EMPTY = { password: '', newPassword: '' };

/** Changing one's password, for those who know the old one. */
export function PasswordCard() {
  const change = useChangePassword();
  const [draft, setDraft] = useState(EMPTY);
  const faults = faultsOf(change.error);
  const send = () => change.mutate(draft, { onSuccess: () => setDraft(EMPTY) });
  return (
    <section className="account-card" aria-label="비밀번호">
      <h2>비밀번호</h2>
      <form
        className="account-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextField
          label="지금 비밀번호"
          type="password"
          autoComplete="current-password"
          value={draft.password}
          onChange={(password) => setDraft({ ...draft, password })}
          fault={faults['password']}
        />
        <TextField
          label="새 비밀번호"
          type="password"
          autoComplete="new-password"
          note="8자 이상"
          value={draft.newPassword}
          onChange={(newPassword) => setDraft({ ...draft, newPassword })}
          fault={faults['newPassword']}
        />
        <div role="alert">
          {change.error && Object.keys(faults).length === 0 && (
            <Strip mood="no">{wordsOf(change.error)}</Strip>
          )}
          {change.isSuccess && (
            <Strip mood="lead" testId="password-changed">
              비밀번호를 바꿨어요. 다른 기기는 모두 로그아웃됐어요.
            </Strip>
          )}
        </div>
        <Button type="submit" busy={change.isPending}>
          비밀번호 바꾸기
        </Button>
      </form>
      <p className="account-words">
        지금 비밀번호를 모르면{' '}
        <Link className="text-link" to={FORGOT_PATH}>
          메일로 새로 정할
        </Link>{' '}
        수 있어요.
      </p>
    </section>
  );
}

/** For those who sign in by others' word alone. */
export function NoPasswordCard() {
  return (
    <section className="account-card" aria-label="비밀번호">
      <h2>비밀번호</h2>
      <p className="account-words">
        아직 비밀번호가 없어요.{' '}
        <Link className="text-link" to={FORGOT_PATH}>
          메일로 비밀번호를 만들면
        </Link>{' '}
        이메일로도 로그인할 수 있어요. 판매 대금을 받을 계좌는 그때 지워지니 다시 알려 주세요.
      </p>
    </section>
  );
}

function faultsOf(error: Error | null): Record<string, string> {
  if (!(error instanceof ApiRefusal)) return {};
  if (error.code === 'WRONG_PASSWORD') return { password: error.message };
  return error.fieldFaults();
}
