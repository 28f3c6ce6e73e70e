import { useState } from 'react';
import { firstReading, nextReading } from './list-reading.ts';
import type { PagedRead } from './list-reading.ts';

/** When the oldest page of a list was read, by the browser's clock. */
export function useReadMoment(list: PagedRead): number {
  const [reading, setReading] = useState(() => firstReading(list));
  const next = nextReading(reading, list);
  if (next !== reading) setReading(next);
  return next.readAtMs;
}
