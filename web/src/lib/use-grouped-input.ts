import type { ChangeEvent } from 'react';
import { useLayoutEffect, useRef } from 'react';
import { caretAfterGrouping, groupAmount, parseAmount } from './grouped-digits.ts';

/** Props for an input whose amount is grouped while typing, the caret staying behind its digit. */
export function useGroupedInput(onAmount: (amountKrw: number | null) => void) {
  const ref = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    ref.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  return {
    ref,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      const { value, selectionStart } = event.target;
      const amountKrw = parseAmount(value);
      caret.current = caretAfterGrouping(
        value,
        selectionStart ?? value.length,
        groupAmount(amountKrw),
      );
      onAmount(amountKrw);
    },
  };
}
