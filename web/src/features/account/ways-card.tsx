import { PROVIDER_WORDS } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { CurrentPassword, withoutPasswordFault } from '../../components/current-password.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatMoment } from '../../lib/format.ts';
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
      <ul className="account-rows account-ways" data-testid="sign-in-ways">
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
  const change = isLinked ? unlink : link;
  const label = `${PROVIDER_WORDS[provider]} ${isLinked ? '연결 끊기' : '연결하기'}`;
  return (
    <li className="num">
      <span>
        <b>{PROVIDER_WORDS[provider]}</b>
        <small>{isLinked ? `${formatMoment(linkedAtMs)} 연결` : '연결 안 됨'}</small>
      </span>
      {hasPassword ? (
        <ChangeByPassword
          key={label}
          label={label}
          change={change}
          words={isLinked ? UNLINK_WORDS : LINK_WORDS}
          provider={provider}
        />
      ) : (
        <Button kind="quiet" busy={change.isPending} onPress={() => change.mutate(null)}>
          {label}
        </Button>
      )}
      <div role="alert" className="account-whole">
        {/* Where a password is asked for, what is wrong is said beside it. */}
        {!hasPassword && change.error && <Strip mood="no">{wordsOf(change.error)}</Strip>}
      </div>
    </li>
  );
}

/** What is asked before a way is changed. */
interface ChangeWords {
  question: string;
  yes: string;
  means: string;
}
const LINK_WORDS: ChangeWords = {
  question: '계정을 연결할까요?',
  yes: '연결하러 가기',
  means: '연결하면 그 계정으로도 로그인할 수 있어요. 본인인지 확인하려고 비밀번호를 여쭤봐요.',
};
const UNLINK_WORDS: ChangeWords = {
  question: '연결을 끊을까요?',
  yes: '연결 끊기',
  means: '끊으면 그 계정으로는 로그인할 수 없어요. 본인인지 확인하려고 비밀번호를 여쭤봐요.',
};

interface ChangeByPasswordProps {
  provider: ProviderName;
  label: string;
  words: ChangeWords;
  change: ReturnType<typeof useLinkWay>;
}

function ChangeByPassword({ provider, label, words, change }: ChangeByPasswordProps) {
  const [password, setPassword] = useState('');
  return (
    <AskDialog
      trigger={<Button kind="quiet">{label}</Button>}
      title={`${PROVIDER_WORDS[provider]} ${words.question}`}
      yes={words.yes}
      no="그만두기"
      busy={change.isPending}
      error={withoutPasswordFault(change.error)}
      onYes={() => change.mutate(password)}
    >
      <p>{words.means}</p>
      <CurrentPassword value={password} onChange={setPassword} error={change.error} />
    </AskDialog>
  );
}
