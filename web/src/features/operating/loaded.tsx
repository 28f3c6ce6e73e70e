import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from '../../components/failure.tsx';
import { ListSkeleton } from './paged-list.tsx';

interface LoadedProps<Data> {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>;
  children: (data: Data) => ReactNode;
}

/** What was asked for; until it is there the shape of a list, or why it could not be read. */
export function Loaded<Data>({ query: { data, error, refetch }, children }: LoadedProps<Data>) {
  if (data) return children(data);
  return error ? <Failure error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
}
