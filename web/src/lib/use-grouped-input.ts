import type { ChangeEvent, CompositionEvent } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { afterEdit, caretAfterGrouping, groupAmount, parseAmount } from './grouped-digits.ts';

/**
 * What an input shows of an amount, and its props: grouped while typing, the caret staying behind its
 * digit. What an input method still composes stands as it is, or it would be entered twice.
 */
export function useGroupedInput(
  amountKrw: number | null,
  onAmount: (amountKrw: number | null) => void,
) {
  const ref = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const [composed, setComposed] = useState<string | null>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    ref.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const take = ({ value, selectionStart }: HTMLInputElement, inputType: string) => {
    const shownBefore = groupAmount(amountKrw);
    const edit = afterEdit(value, selectionStart ?? value.length, { shownBefore, inputType });
    const editedKrw = parseAmount(edit.text);
    caret.current = caretAfterGrouping(edit.text, edit.caret, groupAmount(editedKrw));
    setComposed(null);
    onAmount(editedKrw);
  };
  return {
    shown: composed ?? groupAmount(amountKrw),
    input: {
      ref,
      onChange: ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
        const typed = nativeEvent instanceof InputEvent ? nativeEvent : null;
        if (typed?.isComposing) setComposed(target.value);
        else take(target, typed?.inputType ?? '');
      },
      onCompositionEnd: ({ currentTarget }: CompositionEvent<HTMLInputElement>) =>
        take(currentTarget, ''),
    },
  };
}
