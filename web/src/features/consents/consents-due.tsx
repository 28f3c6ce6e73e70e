import { useLocation } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { ACCOUNT_PATH } from '../../lib/paths.ts';
import './consents.css';
import { useConsents } from './use-consents.ts';

/** Says, on every page but where it is answered, that a new wording waits to be agreed to. */
export function ConsentsDue() {
  const { data } = useConsents();
  const { pathname } = useLocation();
  // Who never agreed to any wording signed up by a program, and is asked in 내 정보.
  const isDue = data?.items.some(({ isDue: due, given }) => due && given !== null);
  if (!isDue || pathname === ACCOUNT_PATH) return null;
  return (
    <aside className="consent-due" aria-label="바뀐 약관" data-testid="consents-due">
      <span>약관이 바뀌었어요. 바뀐 내용을 읽고 동의해 주세요.</span>
      <ButtonLink to={ACCOUNT_PATH}>읽고 동의하기</ButtonLink>
    </aside>
  );
}
