import { downloadOwnData, leaveAccount } from '@sagopalgo/core/contracts/leaving.ts';
import { callApi, downloadApi } from '../../lib/call-api.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** Hands what the record holds of oneself to the browser as a file. */
export function useDownload() {
  return useSingleMutation({
    mutationFn: async () =>
      saveFile('sagopalgo.json', await downloadApi(downloadOwnData), 'application/json'),
  });
}

/** Ends one's account; what follows is as after signing out. */
export function useLeave(onLeft: () => void) {
  return useSingleMutation({
    mutationFn: (password: string | null) => callApi(leaveAccount, { body: { password } }),
    onSuccess: onLeft,
  });
}
