import type { ReactNode } from 'react';

/** Says to those who listen that something is coming; the others see its shape. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <output className="unseen">{label}</output>
      <div aria-hidden>{children}</div>
    </>
  );
}
