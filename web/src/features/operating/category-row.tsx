import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { pathTo } from '@sagopalgo/core/rules/category-tree.ts';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { CategoryForm } from './category-form.tsx';
import { AT_TOP, standingOf } from './category-places.ts';
import { useCategoryEdit } from './use-category-edit.ts';

interface CategoryRowProps {
  tree: readonly Category[];
  category: Category;
  edit: ReturnType<typeof useCategoryEdit>;
  onDone: (told: string) => void;
  /** Hands on why it is done, once that has been said. */
  why: { ask: (act: (reason: string) => void) => void };
}

/** A category in the tree, with what can be done to it. */
export function CategoryRow({ tree, category, edit, onDone, why }: CategoryRowProps) {
  const { categoryId, name, parentId } = category;
  const [isOpen, setOpen] = useState(false);
  const change = useCategoryEdit(onDone);
  return (
    <li
      className="category-row"
      data-depth={pathTo(tree, categoryId).length}
      data-testid="category"
    >
      <div className="category-head">
        <b>{name}</b>
        <span className="category-tools">
          <MoveButtons {...{ tree, category, edit, why }} />
          <Button
            aria-expanded={isOpen}
            aria-label={`${name} 고치기`}
            onPress={() => setOpen(!isOpen)}
          >
            고치기
          </Button>
        </span>
      </div>
      {isOpen && (
        <div className="category-open">
          <CategoryForm
            label="이름"
            tree={tree}
            categoryId={categoryId}
            start={{ name, place: parentId ?? AT_TOP }}
            submit="바꾸기"
            busy={change.isPending}
            onSubmit={(changes) =>
              why.ask((reason) =>
                change.mutate(
                  {
                    ...{ kind: 'change', categoryId, changes, reason },
                    told: `‘${changes.name}’ 분류를 바꿨어요.`,
                  },
                  { onSuccess: () => setOpen(false) },
                ),
              )
            }
          />
          <div role="alert">{change.error && <Strip mood="no">{wordsOf(change.error)}</Strip>}</div>
          <RemoveQuestion {...{ category, onDone, why }} />
        </div>
      )}
    </li>
  );
}

function MoveButtons({ tree, category, edit, why }: Omit<CategoryRowProps, 'onDone'>) {
  const { categoryId, name } = category;
  const { position, count } = standingOf(tree, category);
  const move = (to: number) =>
    why.ask((reason) =>
      edit.mutate({
        ...{ kind: 'change', categoryId, changes: { position: to }, reason },
        told: `‘${name}’ 분류를 ${to + 1}번째로 옮겼어요.`,
      }),
    );
  return (
    <>
      <Button
        kind="quiet"
        aria-label={`${name} 위로`}
        isDisabled={position === 0}
        onPress={() => move(position - 1)}
      >
        <ArrowUp aria-hidden size={18} />
      </Button>
      <Button
        kind="quiet"
        aria-label={`${name} 아래로`}
        isDisabled={position === count - 1}
        onPress={() => move(position + 1)}
      >
        <ArrowDown aria-hidden size={18} />
      </Button>
    </>
  );
}

function RemoveQuestion({
  category,
  onDone,
  why,
}: Pick<CategoryRowProps, 'category' | 'onDone' | 'why'>) {
  const { categoryId, name } = category;
  const remove = useCategoryEdit(onDone);
  return (
    <AskDialog
      trigger={<Button>지우기</Button>}
      title={`‘${name}’ 분류를 지울까요?`}
      yes="네, 지울게요"
      no="그대로 둘게요"
      busy={remove.isPending}
      error={remove.error}
      onYes={(close) => {
        let isAsked = false;
        why.ask((reason) => {
          isAsked = true;
          remove.mutate({ kind: 'remove', categoryId, reason, told: `‘${name}’ 분류를 지웠어요.` });
        });
        if (!isAsked) close();
      }}
    >
      <p>물건이나 아래 분류가 있으면 지워지지 않아요.</p>
    </AskDialog>
  );
}
