import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { useRef, useState } from 'react';
import { Failure } from '../../components/failure.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import { useCategoryTree } from '../../lib/use-categories.ts';
import { useFocusAfterMove } from '../../lib/use-focus-after-move.ts';
import './categories.css';
import { CategoryForm } from './category-form.tsx';
import { AT_TOP } from './category-places.ts';
import { CategoryRow } from './category-row.tsx';
import './operating.css';
import { ListSkeleton } from './paged-list.tsx';
import { useCategoryEdit } from './use-category-edit.ts';

const REASON_MAX_CHARS = 500;

/** The tree of categories: a new one, and each to be renamed, moved or taken away. */
export function CategoryEditor() {
  const { data, error, refetch } = useCategoryTree();
  if (data) return <Tree tree={data.items} />;
  return error ? <Failure error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
}

function Tree({ tree }: { tree: readonly Category[] }) {
  const [done, setDone] = useState({ told: '', times: 0 });
  const onDone = (told: string) => setDone(({ times }) => ({ told, times: times + 1 }));
  const edit = useCategoryEdit(onDone);
  const word = useFocusAfterMove<HTMLOutputElement>(String(done.times));
  const why = useReason();
  return (
    <>
      <p className="operator-lead">
        바꾸면 모두에게 바로 보여요. 물건이 한 번이라도 올라온 분류는 지울 수 없어요.
      </p>
      {why.field}
      <CategoryForm
        label="새 분류 이름"
        tree={tree}
        categoryId={null}
        start={{ name: '', place: AT_TOP }}
        submit="분류 더하기"
        busy={edit.isPending}
        onSubmit={({ name, parentId }, onSuccess) =>
          why.ask((reason) =>
            edit.mutate(
              { kind: 'add', name, parentId, reason, told: `‘${name}’ 분류를 더했어요.` },
              { onSuccess },
            ),
          )
        }
      />
      <output ref={word} tabIndex={-1} className="category-told">
        {done.told}
      </output>
      <div role="alert" className="category-told">
        {edit.error && <Strip mood="no">{wordsOf(edit.error)}</Strip>}
      </div>
      <ul className="category-rows" aria-label="분류">
        {tree.map((category) => (
          <CategoryRow key={category.categoryId} {...{ tree, category, edit, onDone, why }} />
        ))}
      </ul>
    </>
  );
}

/** Why the tree is changed: one reason for as many changes as it is true of, without which nothing is done. */
function useReason() {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const given = reason.trim();
  const field = (
    <div ref={place} className="category-form">
      <TextField
        label="바꾸는 이유"
        value={reason}
        onChange={setReason}
        autoComplete="off"
        maxLength={REASON_MAX_CHARS}
        note="누가, 언제, 왜 바꿨는지 함께 남아요."
        fault={tried && given === '' ? '이유를 적어 주세요.' : undefined}
      />
    </div>
  );
  const ask = (act: (reason: string) => void) => {
    setTried(true);
    if (given === '') focusFirstFault(place.current);
    else act(given);
  };
  return { field, ask };
}
