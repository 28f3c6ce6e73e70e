import { PROVIDER_WORDS } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatMoment } from '../../lib/format.ts';
import { CurrentPassword, isWrongPassword } from './current-password.tsx';
import { useLinkWay, useUnlinkWay, useWays } from './use-ways.ts';

interface WayProps {
  provider: ProviderName;
  linkedAtMs: number | null;
  hasPassword: boolean;
}

/** By whose word one may sign in; nothing where nobody's is taken. */
export function WaysCard() {
  const { data } = useWays();
  if (!data || data.items.length === 0) return null;
  return (
    <section className="account-card" aria-label="로그인 방법">
      <h2>로그인 방법</h2>
      <ul className="account-rows" data-testid="sign-in-ways">
        {data.items.map((way) => (
          <Way key={way.provider} {...way} hasPassword={data.hasPassword} />
        ))}
      </ul>
    </section>
  );
}

function Way({ provider, linkedAtMs, hasPassword }: WayProps) {
  const unlink = useUnlinkWay(provider);
  const link = useLinkWay(provider);
  const isLinked = linkedAtMs !== null;
  // Where a password is asked for, what is wrong is said beside it.
  const error = isLinked ? unlink.error : !hasPassword && link.error;
  return (
    <li className="num">
      <span>
        <b>{PROVIDER_WORDS[provider]}</b>
        <small>{isLinked ? `${formatMoment(linkedAtMs)} 연결` : '연결 안 됨'}</small>
      </span>
      {isLinked && (
        <Button kind="quiet" busy={unlink.isPending} onPress={() => unlink.mutate()}>
          {PROVIDER_WORDS[provider]} 연결 끊기
        </Button>
      )}
      {!isLinked && !hasPassword && (
        <Button kind="quiet" busy={link.isPending} onPress={() => link.mutate(null)}>
          {PROVIDER_WORDS[provider]} 연결하기
        </Button>
      )}
      {!isLinked && hasPassword && <LinkByPassword provider={provider} link={link} />}
      <div role="alert" className="account-whole">
        {error && <Strip mood="no">{wordsOf(error)}</Strip>}
      </div>
    </li>
  );
}

interface LinkByPasswordProps {
  provider: ProviderName;
  link: ReturnType<typeof useLinkWay>;
}

function LinkByPassword({ provider, link }: LinkByPasswordProps) {
  const [password, setPassword] = useState('');
  return (
    <AskDialog
      trigger={<Button kind="quiet">{PROVIDER_WORDS[provider]} 연결하기</Button>}
      title={`${PROVIDER_WORDS[provider]} 계정을 연결할까요?`}
      yes="연결하러 가기"
      no="그만두기"
      busy={link.isPending}
      error={isWrongPassword(link.error) ? null : link.error}
      onYes={() => link.mutate(password)}
    >
      <p>연결하면 그 계정으로도 로그인할 수 있어요. 본인인지 확인하려고 비밀번호를 여쭤봐요.</p>
      <CurrentPassword value={password} onChange={setPassword} error={link.error} />
    </AskDialog>
  );
}
