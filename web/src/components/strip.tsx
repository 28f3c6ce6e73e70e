import type { ReactNode } from 'react';
import './strip.css';

interface StripProps {
  mood?: 'plain' | 'lead' | 'out' | 'no';
  children: ReactNode;
  /** A second, shorter fact at the end of the line. */
  aside?: ReactNode;
  testId?: string;
}

/** One line that says where you stand. */
export function Strip({ mood = 'plain', children, aside, testId }: StripProps) {
  return (
    <div className={`strip ${mood} num`} data-testid={testId}>
      <span>{children}</span>
      {aside && <span>{aside}</span>}
    </div>
  );
}
