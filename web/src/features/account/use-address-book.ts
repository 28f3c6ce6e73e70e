import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import {
  changeSavedAddress,
  removeSavedAddress,
  saveAddress,
} from '@sagopalgo/core/contracts/saved-addresses.ts';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** What is written: a new address where no id is named. */
interface Written {
  addressId: string | null;
  address: Address;
  isDefault: boolean;
}

/** Writes an address into the book. */
export function useWriteAddress() {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: ({ addressId, address, isDefault }: Written) => {
      const body = { ...address, isDefault };
      return addressId === null
        ? callApi(saveAddress, { body })
        : callApi(changeSavedAddress, { params: { addressId }, body });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.addresses }),
  });
}

/** Takes an address out of the book. */
export function useRemoveAddress() {
  const queries = useQueryClient();
  const seeAnew = () => queries.invalidateQueries({ queryKey: queryKeys.addresses });
  return useSingleMutation({
    mutationFn: (addressId: string) => callApi(removeSavedAddress, { params: { addressId } }),
    onSuccess: seeAnew,
    onError: seeAnew,
  });
}
