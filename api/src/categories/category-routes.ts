import {
  changeCategory,
  createCategory,
  deleteCategory,
  listCategories,
} from '@sagopalgo/core/contracts/categories.ts';
import type { OperatorWord } from '@sagopalgo/core/operating/actions.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
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
    const { reason, ...added } = call.body;
    return { items: await addCategory(deps, wordOf(operatorOf(call), reason), added) };
  });

  serve(changeCategory, async (call) => {
    const { reason, ...changes } = call.body;
    const word = wordOf(operatorOf(call), reason);
    return { items: await editCategory(deps, word, call.params.categoryId, changes) };
  });

  serve(deleteCategory, async (call) => {
    const word = wordOf(operatorOf(call), call.body.reason);
    return { items: await removeCategory(deps, word, call.params.categoryId) };
  });
}

// Clients from before a reason was asked for give none.
function wordOf({ userId, nickname }: Caller, reason = ''): OperatorWord & { operatorId: string } {
  return { operatorId: userId, operator: nickname, reason };
}
