import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatMoment } from '../../lib/format.ts';
import { PROVIDER_WORDS } from '../../lib/provider-words.ts';
import { useChangeWay, useWays } from './use-ways.ts';

/** By whose word one may sign in; nothing where nobody's is taken. */
export function WaysCard() {
  const { data } = useWays();
  const change = useChangeWay();
  if (!data || data.items.length === 0) return null;
  return (
    <section className="account-card" aria-label="로그인 방법">
      <h2>로그인 방법</h2>
      <ul className="account-rows" data-testid="sign-in-ways">
        {data.items.map(({ provider, linkedAtMs }) => (
          <li key={provider} className="num">
            <span>
              <b>{PROVIDER_WORDS[provider]}</b>
              <small>
                {linkedAtMs === null ? '연결 안 됨' : `${formatMoment(linkedAtMs)} 연결`}
              </small>
            </span>
            <Button
              kind="quiet"
              busy={change.isPending}
              onPress={() => change.mutate({ provider, isLinked: linkedAtMs !== null })}
            >
              {PROVIDER_WORDS[provider]} {linkedAtMs === null ? '연결하기' : '연결 끊기'}
            </Button>
          </li>
        ))}
      </ul>
      <div role="alert">{change.error && <Strip mood="no">{wordsOf(change.error)}</Strip>}</div>
    </section>
  );
}
