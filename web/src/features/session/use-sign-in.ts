import type { User } from '@sagopalgo/core/contracts/users.ts';
import { logIn, logOut, signUp } from '@sagopalgo/core/contracts/users.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useContext } from 'react';
import { readAsAnother } from '../../lib/another-person.ts';
import { callApi } from '../../lib/call-api.ts';
import { consentsInForce } from '../../lib/consents-in-force.ts';
import { forgetDrafts } from '../../lib/kept-drafts.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { forgetSession, rememberSession } from '../../lib/session-memory.ts';
import { LiveFeedContext } from '../../lib/use-live.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

export interface Credentials {
  email: string;
  password: string;
}

/** Who signs up, and whether they want to hear of news; the rest was agreed to. */
interface NewPerson extends Credentials {
  nickname: string;
  marketing: boolean;
}

/** Signs in; afterwards everything is read anew as that person. */
export function useLogIn() {
  const entered = useEntered();
  return useSingleMutation({
    mutationFn: (body: Credentials) => callApi(logIn, { body }),
    onSuccess: entered,
  });
}

/** Signs up, which signs in as well. */
export function useSignUp() {
  const entered = useEntered();
  return useSingleMutation({
    mutationFn: ({ marketing, ...person }: NewPerson) => {
      const consents = consentsInForce(serverClock.nowMs() ?? Date.now(), marketing);
      return callApi(signUp, { body: { ...person, consents } });
    },
    onSuccess: entered,
  });
}

/** Signs out, here and in the other tabs. */
export function useLogOut() {
  const signedOut = useSignedOut();
  return useSingleMutation({ mutationFn: () => callApi(logOut), onSuccess: signedOut });
}

/** What follows once nobody is signed in here any more. */
export function useSignedOut() {
  const queries = useQueryClient();
  const feed = useContext(LiveFeedContext);
  return async () => {
    forgetSession();
    forgetDrafts();
    feed.team.signedAnew();
    queries.setQueryData(queryKeys.me, null);
    queries.removeQueries({ queryKey: queryKeys.mine });
    await queries.invalidateQueries();
  };
}

/** What follows once somebody is signed in: everything is read anew as that person. */
export function useEntered() {
  const queries = useQueryClient();
  const feed = useContext(LiveFeedContext);
  return async ({ user }: { user: User }) => {
    rememberSession(user.userId);
    feed.team.signedAnew();
    await readAsAnother(queries);
  };
}
