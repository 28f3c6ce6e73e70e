import { formatLeft } from '../lib/format.ts';
import { useServerTime } from '../lib/use-server-time.ts';
import './countdown.css';

const SOON_MS = 10_000;

/** What is left until `untilMs` by the server's clock; red in the last ten seconds. */
export function Countdown({ untilMs, after = '' }: { untilMs: number; after?: string }) {
  const left = useServerTime((nowMs) => (nowMs === null ? '–' : formatLeft(untilMs - nowMs)));
  const soon = useServerTime((nowMs) => nowMs !== null && untilMs - nowMs < SOON_MS);
  return (
    <span className={`countdown num ${soon ? 'soon' : ''}`}>
      {left}
      {after}
    </span>
  );
}
