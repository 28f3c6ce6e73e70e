import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useSession } from '../../lib/use-session.ts';
import { useReadNotices } from './use-notices.ts';

/** Whoever comes by the link in a mail or a push has read that notice; its name goes from the address. */
export function useReadArrival(): void {
  const session = useSession();
  const isKnown = session !== undefined;
  const isSignedIn = Boolean(session);
  const { pathname, search, hash } = useLocation();
  const navigate = useNavigate();
  const { mutate } = useReadNotices();
  useEffect(() => {
    const query = new URLSearchParams(search);
    const noticeId = query.get('notice');
    if (noticeId === null || !isKnown) return;
    if (isSignedIn) mutate({ noticeId });
    query.delete('notice');
    const left = query.toString();
    void navigate({ pathname, search: left && `?${left}`, hash }, { replace: true });
  }, [pathname, search, hash, isKnown, isSignedIn, navigate, mutate]);
}
