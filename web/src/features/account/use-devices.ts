import { endDevice, endOtherDevices, listDevices } from '@sagopalgo/core/contracts/devices.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** What one is signed in by. */
export function useDevices() {
  return useQuery({ queryKey: queryKeys.devices, queryFn: () => callApi(listDevices) });
}

/** Signs one of them out, or all but this one where none is named. */
export function useEndDevices() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: async (deviceId: string | null) => {
      if (deviceId === null) await callApi(endOtherDevices);
      else await callApi(endDevice, { params: { deviceId } });
    },
    // What had ended already is not shown any more either.
    onError: () => queries.invalidateQueries({ queryKey: queryKeys.devices }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.devices }),
  });
}
