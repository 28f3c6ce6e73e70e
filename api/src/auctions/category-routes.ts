import { asc } from 'drizzle-orm';
import { listCategories } from '@sagopalgo/core/contracts/categories.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { Deps } from '../deps.ts';
import type { Serve } from '../http/serve.ts';

/** What auctions are sorted into. */
export function categoryRoutes(serve: Serve, { db }: Pick<Deps, 'db'>): void {
  serve(listCategories, async () => {
    const items = await db
      .select({
        categoryId: categories.categoryId,
        name: categories.name,
        parentId: categories.parentId,
      })
      .from(categories)
      .orderBy(asc(categories.position), asc(categories.categoryId));
    return { items };
  });
}
