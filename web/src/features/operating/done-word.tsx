import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Strip } from '../../components/strip.tsx';
import { useFocusAfterMove } from '../../lib/use-focus-after-move.ts';

interface DoneWordProps {
  /** How often something was done: the word comes into view, and takes a lost focus, each time. */
  times: number;
  /** What changes once the form has gone, where that is a moment later. */
  left?: number;
  children: ReactNode;
}

/** Says that something was done whose form has gone with it. */
export function DoneWord({ times, left = 0, children }: DoneWordProps) {
  const place = useFocusAfterMove<HTMLOutputElement>(times > 0 ? `${times} ${left}` : '');
  useEffect(() => {
    if (times > 0) place.current?.scrollIntoView({ block: 'center' });
  }, [place, times]);
  return (
    <output ref={place} tabIndex={-1} className="operator-done">
      {times > 0 && <Strip mood="lead">{children}</Strip>}
    </output>
  );
}
