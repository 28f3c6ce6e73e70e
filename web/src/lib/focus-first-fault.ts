const FOCUSABLE = ':is(input:not([type=file]), textarea, button):not(:disabled)';

/** Brings the person to the first field at fault, once the page has drawn the faults. */
export function focusFirstFault(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>(
      '.field[data-invalid]:not(:has(.field[data-invalid]))',
    );
    const at = field?.querySelector<HTMLElement>('[data-at-fault] button:not(:disabled)');
    (at ?? field?.querySelector<HTMLElement>(FOCUSABLE))?.focus();
  });
}
