import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { endDispute, getOrder, listOrders } from '@sagopalgo/core/contracts/orders.ts';
import { listPayouts, listShieldingPairs, setTerms } from '@sagopalgo/core/contracts/till.ts';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import type { Ending } from './dispute-draft.ts';

const PAGE_SIZE = 20;
/** No stream tells operators of what the parties do. */
const READ_AGAIN_MS = 10_000;
const EXPORT_PAGE_SIZE = 100;
const EXPORT_PAGES_MAX = 100;

export type OrderRow = z.output<typeof listOrders.reply>['items'][number];
export type Payout = z.output<typeof listPayouts.reply>['items'][number];
export type ShieldingPair = z.output<typeof listShieldingPairs.reply>['items'][number];

/** Orders that stand in a state, those that have stood so the longest first. */
export function useOrdersIn(state: OrderState) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.operating, 'orders', state],
    queryFn: ({ pageParam }) =>
      callApi(listOrders, { query: { state, limit: PAGE_SIZE, ...cursorOf(pageParam) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: READ_AGAIN_MS,
  });
}

/** What was paid out, the newest first. */
export function usePayouts() {
  return useInfiniteQuery({
    queryKey: [...queryKeys.operating, 'payouts'],
    queryFn: ({ pageParam }) => readPayouts(pageParam, PAGE_SIZE),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: READ_AGAIN_MS,
  });
}

/** Reads every payout there is, for a file. */
export function useAllPayouts(onRead: (payouts: Payout[]) => void) {
  return useSingleMutation({ mutationFn: readAllPayouts, onSuccess: onRead });
}

/** Pairs of a defaulter and the one who came after. */
export function useShieldingPairs() {
  return useQuery({
    queryKey: [...queryKeys.operating, 'pairs'],
    queryFn: () => callApi(listShieldingPairs),
  });
}

/** An order with all that has happened to it, once somebody wants to see it. */
export function useWholeOrder(orderId: string, isWanted: boolean) {
  return useQuery({
    queryKey: queryKeys.order(orderId),
    queryFn: () => callApi(getOrder, { params: { orderId } }),
    enabled: isWanted,
  });
}

/** Ends a dispute; `onEnded` is called whatever has become of the form. */
export function useEndDispute(orderId: string, onEnded: () => void) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (body: Ending) => callApi(endDispute, { params: { orderId }, body }),
    onSuccess: (order) => {
      queries.setQueryData(queryKeys.order(orderId), order);
      void queries.invalidateQueries({ queryKey: queryKeys.operating });
      onEnded();
    },
  });
}

/** Sets terms; what is not named stays. `onSet` is called whatever has become of the form. */
export function useSetTerms(onSet: () => void) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: (body: z.output<typeof setTerms.body>) => callApi(setTerms, { body }),
    onSuccess: (terms) => {
      queries.setQueryData(queryKeys.terms, terms);
      onSet();
    },
  });
}

async function readAllPayouts(): Promise<Payout[]> {
  const payouts: Payout[] = [];
  let cursor = '';
  for (let page = 0; page < EXPORT_PAGES_MAX; page += 1) {
    const { items, nextCursor } = await readPayouts(cursor, EXPORT_PAGE_SIZE);
    payouts.push(...items);
    if (nextCursor === null) return payouts;
    cursor = nextCursor;
  }
  throw new Error(`more than ${EXPORT_PAGES_MAX * EXPORT_PAGE_SIZE} payouts`);
}

function readPayouts(cursor: string, limit: number) {
  return callApi(listPayouts, { query: { limit, ...cursorOf(cursor) } });
}

function cursorOf(cursor: string): { cursor?: string } {
  return cursor === '' ? {} : { cursor };
}
