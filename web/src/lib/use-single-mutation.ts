import type { UseMutationOptions, UseMutationResult } from '@tanstack/react-query';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

type Options<Data, Input, Context> = Omit<
  UseMutationOptions<Data, Error, Input, Context>,
  'onSettled'
>;

/**
 * A mutation that ignores calls while one is under way. Two clicks can both be handled before the page
 * has drawn that the first one counts, so a button that is drawn as busy is not enough.
 */
export function useSingleMutation<Data, Input = void, Context = unknown>(
  options: Options<Data, Input, Context>,
): UseMutationResult<Data, Error, Input, Context> {
  const isUnderWay = useRef(false);
  const mutation = useMutation({
    ...options,
    onSettled: () => {
      isUnderWay.current = false;
    },
  });
  const mutate: typeof mutation.mutate = (...call) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    mutation.mutate(...call);
  };
  return { ...mutation, mutate };
}
