import { asc } from 'drizzle-orm';
import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { inTreeOrder, withAllBelow } from '@sagopalgo/core/rules/category-tree.ts';
import type { Deps } from '../deps.ts';

type Used = Pick<Deps, 'db' | 'records'>;

/** All categories, parents before their children, siblings in their order; kept in this process. */
export function readCategories({ db, records }: Used): Promise<readonly Category[]> {
  return records.categories.read('all', async () => {
    const { categoryId, name, parentId, position } = categories;
    const rows = await db
      .select({ categoryId, name, parentId })
      .from(categories)
      .orderBy(asc(position), asc(categoryId));
    return inTreeOrder(rows);
  });
}

/** The ids of a category and of all that are below it; null without one, which means all there are. */
export async function categoriesBelow(
  deps: Used,
  categoryId: string | undefined,
): Promise<string[] | null> {
  return categoryId === undefined ? null : withAllBelow(await readCategories(deps), categoryId);
}
