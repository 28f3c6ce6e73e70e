import type { ReactNode } from 'react';
import { useId } from 'react';

/** A part of an order's page under its heading. */
export function OrderSection({
  title,
  testId,
  children,
}: {
  title: string;
  testId?: string;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section className="order-section" aria-labelledby={titleId} data-testid={testId}>
      <h2 id={titleId}>{title}</h2>
      {children}
    </section>
  );
}
