import {
  changeCategory,
  createCategory,
  deleteCategory,
} from '@sagopalgo/core/contracts/categories.ts';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../lib/call-api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';

/** What an operator does to the tree, and the sentence that tells of it afterwards. */
export type CategoryEdit = { told: string; reason: string } & (
  | { kind: 'add'; name: string; parentId: string | null }
  | {
      kind: 'change';
      categoryId: string;
      changes: { name?: string; parentId?: string | null; position?: number };
    }
  | { kind: 'remove'; categoryId: string }
);

/** Edits the tree of categories; each answer is the tree as it is then, and `onDone` hears what was done. */
export function useCategoryEdit(onDone: (told: string) => void) {
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: send,
    onSuccess: (tree, { told }) => {
      queries.setQueryData(queryKeys.categories, tree);
      onDone(told);
    },
    // Somebody else may have changed it, which is what this one stumbled over.
    onError: () => void queries.invalidateQueries({ queryKey: queryKeys.categories }),
  });
}

function send(edit: CategoryEdit) {
  const { reason } = edit;
  if (edit.kind === 'add') {
    const { name, parentId } = edit;
    return callApi(createCategory, { body: { name, parentId, reason } });
  }
  const params = { categoryId: edit.categoryId };
  if (edit.kind === 'remove') return callApi(deleteCategory, { params, body: { reason } });
  return callApi(changeCategory, { params, body: { ...edit.changes, reason } });
}
