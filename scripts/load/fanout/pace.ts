import { setTimeout as pause } from 'node:timers/promises';

/** Events at fixed moments, whatever becomes of them. */
export interface Pace {
  startMs: number;
  intervalMs: number;
  fromSeq: number;
  toSeq: number;
}

/** The moment for which an event is planned, in UTC milliseconds. */
export function plannedMs({ startMs, intervalMs, fromSeq }: Pace, seq: number): number {
  return startMs + (seq - fromSeq) * intervalMs;
}

/** Publishes each event at its moment; one that is late goes at once, and the next is not put off. */
export async function publishPaced(pace: Pace, publish: (seq: number) => void): Promise<void> {
  for (let seq = pace.fromSeq; seq <= pace.toSeq; seq += 1) {
    await untilMs(plannedMs(pace, seq));
    publish(seq);
  }
}

/** Resolves at that moment, or at once when it is past. */
export async function untilMs(momentMs: number): Promise<void> {
  const restMs = momentMs - Date.now();
  if (restMs > 0) await pause(restMs);
}
