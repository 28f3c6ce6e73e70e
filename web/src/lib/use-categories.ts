import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { listCategories } from '@sagopalgo/core/contracts/categories.ts';
import { pathTo } from '@sagopalgo/core/rules/category-tree.ts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from './call-api.ts';
import { queryKeys } from './query-keys.ts';

/** Operators divide them anew now and then. */
const STAYS_FRESH_MS = 60_000;

/** The tree of categories, and whether it could be read. */
export function useCategoryTree() {
  return useQuery({
    queryKey: queryKeys.categories,
    queryFn: () => callApi(listCategories),
    staleTime: STAYS_FRESH_MS,
    // Nothing asks while nobody looks.
    refetchInterval: STAYS_FRESH_MS,
  });
}

/** All categories in the server's order; empty until they are known. */
export function useCategories(): Category[] {
  return useCategoryTree().data?.items ?? [];
}

/** The name of a category, once it is known. */
export function useCategoryName(categoryId: string): string | undefined {
  return useCategories().find((category) => category.categoryId === categoryId)?.name;
}

/** All categories to choose one from, each below the one it belongs to. */
export function useCategoryOptions(): { id: string; name: string; depth: number }[] {
  const categories = useCategories();
  return categories.map(({ categoryId, name }) => ({
    ...{ id: categoryId, name },
    depth: pathTo(categories, categoryId).length,
  }));
}
