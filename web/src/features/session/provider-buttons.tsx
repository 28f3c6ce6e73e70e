import { PROVIDER_WORDS } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { Button } from 'react-aria-components';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import './provider-buttons.css';
import { useBeginSignIn, useProviders } from './use-providers.ts';

/** The ways in beside one's own password, in the providers' own colours; nothing where none is offered. */
export function ProviderButtons({ next }: { next: string }) {
  const providers = useProviders();
  const begin = useBeginSignIn(next);
  if (providers.length === 0) return null;
  return (
    <fieldset className="providers" aria-label="다른 계정으로 로그인">
      {providers.map((provider) => (
        <Button
          key={provider}
          className={`provider ${provider}`}
          onPress={() => begin.mutate(provider)}
          data-testid={`sign-in-${provider}`}
        >
          {PROVIDER_WORDS[provider]} 계정으로 로그인
        </Button>
      ))}
      <div role="alert">{begin.error && <Strip mood="no">{wordsOf(begin.error)}</Strip>}</div>
    </fieldset>
  );
}
