/** Brings the person to the first field at fault, once the page has drawn the faults. */
export function focusFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>(
      '.field[data-invalid]:not(:has(.field[data-invalid]))',
    );
    field?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  });
}
