import type { ReactNode } from 'react';
import './badge.css';
import type { Mood } from './state-words.ts';

/** A few words on a state. */
export function Badge({ mood = 'plain', children }: { mood?: Mood; children: ReactNode }) {
  return <span className={`badge ${mood} num`}>{children}</span>;
}
