import { listCategories } from '@sagopalgo/core/contracts/categories.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from './call-api.ts';
import { queryKeys } from './query-keys.ts';

/** All categories in the server's order; empty until they are known. */
export function useCategories() {
  const { data } = useQuery({
    queryKey: queryKeys.categories,
    queryFn: () => callApi(listCategories),
    staleTime: Infinity,
  });
  return data?.items ?? [];
}

/** The name of a category, once it is known. */
export function useCategoryName(categoryId: string): string | undefined {
  return useCategories().find((category) => category.categoryId === categoryId)?.name;
}
