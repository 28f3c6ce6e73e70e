import { serverClock } from './server-clock.ts';

const TICK_MS = 200;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let shownNowMs: number | null = null;

/** Server time as of the last tick, the same for everything drawn in one pass; null before it is known. */
export function tickedNowMs(): number | null {
  if (!timer || shownNowMs === null) shownNowMs = serverClock.nowMs();
  return shownNowMs;
}

/** Calls `onTick` five times a second as long as it is subscribed; returns how to stop. */
export function subscribeToTicks(onTick: () => void): () => void {
  listeners.add(onTick);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(onTick);
    if (listeners.size > 0 || !timer) return;
    clearInterval(timer);
    timer = null;
  };
}

function tick(): void {
  shownNowMs = serverClock.nowMs();
  for (const listener of listeners) listener();
}
