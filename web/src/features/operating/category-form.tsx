import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { createCategory } from '@sagopalgo/core/contracts/categories.ts';
import { useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { faultsOf } from '../../lib/field-faults.ts';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import { AT_TOP, placesFor } from './category-places.ts';

interface CategoryFormProps {
  label: string;
  tree: readonly Category[];
  /** Null for a new one. */
  categoryId: string | null;
  start: { name: string; place: string };
  submit: string;
  busy: boolean;
  /** Calls `onSuccess` once it is done: the form is as it was at the start then. */
  onSubmit: (wanted: { name: string; parentId: string | null }, onSuccess: () => void) => void;
}

/** A category's name, and below which it belongs. */
export function CategoryForm(props: CategoryFormProps) {
  const [{ name, place }, setDraft] = useState(props.start);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const wanted = { name, parentId: place === AT_TOP ? null : place };
  const checked = createCategory.body.safeParse(wanted);
  const startAgain = () => {
    setDraft(props.start);
    setTried(false);
  };
  const send = () => {
    setTried(true);
    if (checked.success) props.onSubmit({ ...wanted, name: checked.data.name }, startAgain);
    else focusFirstFault(form.current);
  };
  return (
    <form
      ref={form}
      className="category-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!props.busy) send();
      }}
    >
      <TextField
        label={props.label}
        value={name}
        onChange={(typed) => setDraft({ name: typed, place })}
        autoComplete="off"
        fault={tried ? faultsOf(checked)['name'] : undefined}
      />
      <SelectField
        label="위 분류"
        placeholder="위 분류를 골라 주세요"
        options={placesFor(props.tree, props.categoryId)}
        value={place}
        onChange={(chosen) => setDraft({ name, place: chosen })}
      />
      <Button type="submit" kind="primary" busy={props.busy}>
        {props.submit}
      </Button>
    </form>
  );
}
