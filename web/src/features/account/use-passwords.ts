import {
  changePassword,
  requestPasswordReset,
  resetPassword,
} from '@sagopalgo/core/contracts/passwords.ts';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** Has a link sent by which a new password can be set. */
export function useRequestReset() {
  return useSingleMutation({
    mutationFn: (email: string) => callApi(requestPasswordReset, { body: { email } }),
  });
}

/** Sets a new password by the token of a link. Whoever is signed in here may be signed out by it. */
export function useResetPassword(token: string) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (password: string) => callApi(resetPassword, { body: { token, password } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.me }),
  });
}

/** Sets a new password for whoever knows the old one. */
export function useChangePassword() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (body: { password: string; newPassword: string }) =>
      callApi(changePassword, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.devices }),
  });
}
