import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import './chip.css';

/**
 * One choice of a row of filters; the address says which is on. The one that is on is in sight where the row is longer
 * than a phone.
 */
export function Chip({ to, on, children }: { to: string; on: boolean; children: string }) {
  const chip = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (on && chip.current) showInRow(chip.current);
  }, [on]);
  return (
    <Link
      ref={chip}
      className="chip"
      to={to}
      aria-current={on ? 'true' : undefined}
      preventScrollReset
    >
      {children}
    </Link>
  );
}

// Only the row moves; `scrollIntoView` would move the page as well.
function showInRow(chip: HTMLElement): void {
  const row = chip.closest('ul');
  if (!row) return;
  const [inner, outer] = [chip.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}
