import { PROVIDER_WORDS } from '@sagopalgo/core/rules/sign-in-providers.ts';
import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { LogIn } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ButtonLink } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { Notice } from '../../components/notice.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { HOME_PATH, logInPath } from '../../lib/paths.ts';
import { CompleteForm } from './complete-form.tsx';
import { JoinForm } from './join-form.tsx';
import { useFinish } from './use-return.ts';

interface ReturnViewProps {
  provider: ProviderName;
  /** What the provider has put behind the `?`. */
  query: string;
  /** Signed in, or linked. */
  onDone: () => void;
}

/** Where a provider sends people back to. */
export function ReturnView({ provider, query, onDone }: ReturnViewProps) {
  const finish = useFinish(provider);
  const isSent = useRef(false);
  const { mutate } = finish;
  useEffect(() => {
    // A way back is gone once, however often this is drawn.
    if (isSent.current) return;
    isSent.current = true;
    mutate(query, {
      onSuccess: ({ outcome }) => {
        if (outcome === 'signed-in' || outcome === 'linked') onDone();
      },
    });
  }, [mutate, query, onDone]);
  if (finish.error) {
    return (
      <div role="alert" data-testid="sign-in-failed">
        <Notice
          level={1}
          icon={LogIn}
          title={`${PROVIDER_WORDS[provider]} 계정으로 이어 가지 못했어요`}
          action={
            <ButtonLink kind="primary" to={logInPath(HOME_PATH)}>
              로그인으로 돌아가기
            </ButtonLink>
          }
        >
          {wordsOf(finish.error)}
        </Notice>
      </div>
    );
  }
  if (finish.data?.outcome === 'new') return <CompleteForm {...finish.data} onDone={onDone} />;
  if (finish.data?.outcome === 'join')
    return <JoinForm email={finish.data.email} onDone={onDone} />;
  return <Loading label="로그인하고 있어요">{null}</Loading>;
}
