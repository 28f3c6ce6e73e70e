import type { Consent } from '@sagopalgo/core/contracts/consents.ts';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { DOCUMENT_NAMES } from '../../lib/document-words.ts';
import { formatMoment } from '../../lib/format.ts';
import { documentPath } from '../../lib/paths.ts';
import './consents.css';
import { useConsents, useSayConsents } from './use-consents.ts';

/** What one has agreed to: read, given, and taken back where that may be. */
export function ConsentCard() {
  const { data, error, refetch } = useConsents();
  const say = useSayConsents();
  const due = data?.items.filter(({ isDue }) => isDue) ?? [];
  const agree = () =>
    say.mutate(due.map(({ document, version }) => ({ document, version, isGiven: true })));
  return (
    <section className="account-card" aria-label="약관과 동의">
      <h2>약관과 동의</h2>
      {!data && error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Bone height={120} />}
      <ul className="account-rows" data-testid="consents">
        {data?.items.map((consent) => (
          <ConsentRow
            key={consent.document}
            consent={consent}
            busy={say.isPending}
            onSay={(isGiven) =>
              say.mutate([{ document: consent.document, version: consent.version, isGiven }])
            }
          />
        ))}
      </ul>
      <div role="alert">{say.error && <Strip mood="no">{wordsOf(say.error)}</Strip>}</div>
      {due.length > 0 && (
        <Button kind="primary" size="big" busy={say.isPending} onPress={agree}>
          읽었고 모두 동의해요
        </Button>
      )}
    </section>
  );
}

interface ConsentRowProps {
  consent: Consent;
  busy: boolean;
  onSay: (isGiven: boolean) => void;
}

function ConsentRow({ consent, busy, onSay }: ConsentRowProps) {
  const { document, isRequired, isDue, given } = consent;
  const name = DOCUMENT_NAMES[document];
  const isGiven = given?.isGiven === true;
  return (
    <li className="num">
      <span>
        <Link className="text-link" to={documentPath(document)}>
          {name}
        </Link>{' '}
        {isDue && <Badge mood="warn">동의가 필요해요</Badge>}
        <small>
          <GivenWords consent={consent} />
        </small>
      </span>
      {!isRequired && (
        <Button
          kind="quiet"
          busy={busy}
          onPress={() => onSay(!isGiven)}
          aria-label={isGiven ? `${name} 그만 받기` : `${name} 동의하기`}
        >
          {isGiven ? '그만 받기' : '동의하기'}
        </Button>
      )}
    </li>
  );
}

// What was agreed to stays to be read, whichever wording is in force by now.
function GivenWords({ consent: { document, version, given } }: { consent: Consent }) {
  if (!given) return `${version} 판 · 아직 동의하지 않았어요`;
  return (
    <>
      <Link className="text-link" to={documentPath(document, given.version)}>
        {given.version} 판
      </Link>{' '}
      · {formatMoment(given.atMs)} {given.isGiven ? '동의' : '철회'}
    </>
  );
}
