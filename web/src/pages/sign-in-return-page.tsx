import { PROVIDER_NAMES } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { useCallback, useEffect, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { ReturnView } from '../features/session/return-view.tsx';
import { keptNext } from '../lib/kept-way.ts';
import { NotFoundPage } from './not-found-page.tsx';

/**
 * Where a provider sends people back to. What it has put behind the `?` is taken out of the address at once, so
 * that neither the history nor a link of the page keeps it.
 */
export function SignInReturnPage() {
  const { provider } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const [query] = useState(search);
  const onDone = useCallback(() => void navigate(keptNext(), { replace: true }), [navigate]);
  useEffect(() => {
    if (search !== '') void navigate({ search: '' }, { replace: true });
  }, [search, navigate]);
  const name = PROVIDER_NAMES.find((each) => each === provider);
  if (!name) return <NotFoundPage />;
  return (
    <>
      <title>로그인 · 사고팔고</title>
      <ReturnView provider={name} query={query} onDone={onDone} />
    </>
  );
}
