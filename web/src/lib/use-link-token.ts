import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { tokenIn } from './link-token.ts';

/**
 * The token that the link of a mail carries behind its `#`, or null where the address was cut off. It is taken
 * out of the address at once, so that neither the history nor whoever looks over a shoulder keeps it.
 */
export function useLinkToken(): string | null {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const here = tokenIn(hash);
  const [token, setToken] = useState(here);
  if (here !== null && here !== token) setToken(here);
  useEffect(() => {
    if (here !== null) void navigate({ hash: '' }, { replace: true });
  }, [here, navigate]);
  return token;
}
