import { Link } from 'react-router';
import './chip.css';

/** One choice of a row of filters; the address says which is on. */
export function Chip({ to, on, children }: { to: string; on: boolean; children: string }) {
  return (
    <Link className="chip" to={to} aria-current={on ? 'true' : undefined} preventScrollReset>
      {children}
    </Link>
  );
}
