import type { ChangeEvent } from 'react';
import { useLayoutEffect, useRef } from 'react';
import { afterEdit, caretAfterGrouping, groupAmount, parseAmount } from './grouped-digits.ts';

/** Props for an input whose amount is grouped while typing, the caret staying behind its digit. */
export function useGroupedInput(
  amountKrw: number | null,
  onAmount: (amountKrw: number | null) => void,
) {
  const ref = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    ref.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  return {
    ref,
    onChange: ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
      const { value, selectionStart } = target;
      const edit = afterEdit(value, selectionStart ?? value.length, {
        shownBefore: groupAmount(amountKrw),
        inputType: nativeEvent instanceof InputEvent ? nativeEvent.inputType : '',
      });
      const editedKrw = parseAmount(edit.text);
      caret.current = caretAfterGrouping(edit.text, edit.caret, groupAmount(editedKrw));
      onAmount(editedKrw);
    },
  };
}
