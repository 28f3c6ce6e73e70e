import {
  changeCategory,
  createCategory,
  deleteCategory,
  listCategories,
} from '@sagopalgo/core/contracts/categories.ts';
import type { Deps } from '../deps.ts';
import { operatorOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { readCategories } from '../views/categories.ts';
import { addCategory, editCategory, removeCategory } from './edit-tree.ts';

/** What auctions are sorted into; operators divide and name it. */
export function categoryRoutes(
  serve: Serve,
  deps: Pick<Deps, 'db' | 'log' | 'now' | 'records'>,
): void {
  serve(listCategories, async () => ({ items: [...(await readCategories(deps))] }));

  serve(createCategory, async (call) => {
    const { userId: operatorId } = operatorOf(call);
    return { items: await addCategory(deps, operatorId, call.body) };
  });

  serve(changeCategory, async (call) => {
    const { userId: operatorId } = operatorOf(call);
    const { categoryId } = call.params;
    return { items: await editCategory(deps, operatorId, categoryId, call.body) };
  });

  serve(deleteCategory, async (call) => {
    const { userId: operatorId } = operatorOf(call);
    return { items: await removeCategory(deps, operatorId, call.params.categoryId) };
  });
}
