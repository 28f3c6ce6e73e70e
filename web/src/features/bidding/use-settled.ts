import { useEffect, useState } from 'react';

/** False for `quietMs` after `value` has changed. */
export function useSettled(value: number | string, quietMs: number): boolean {
  const [settledOn, setSettledOn] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettledOn(value), quietMs);
    return () => clearTimeout(timer);
  }, [value, quietMs]);
  return settledOn === value;
}
