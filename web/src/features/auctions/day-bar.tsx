import type { SalePhase } from '@sagopalgo/core/rules/kst.ts';
import {
  closingMomentMs,
  kstDate,
  nextSaleDates,
  openingMomentMs,
} from '@sagopalgo/core/rules/kst.ts';
import { Countdown } from '../../components/countdown.tsx';
import { formatClock } from '../../lib/format.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import './day-bar.css';
import { usePhase } from './use-today.ts';

const HEADINGS: Record<SalePhase, string> = {
  coming: '오늘의 경매, 곧 열려요.',
  live: '오늘의 경매, 모두 같은 시계로.',
  ended: '오늘의 경매는 닫혔어요.',
};
/** Near the ends the label keeps to the rail instead of standing in its middle. */
const EDGE_PERCENT = 12;

/** The day as one line from 09:00 to 18:00 on everyone's clock, and what it means now. */
export function DayBar({ liveCount }: { liveCount: number | null }) {
  const phase = usePhase() ?? 'live';
  return (
    <section className="day">
      <h1>{HEADINGS[phase]}</h1>
      <p className="num">
        매일 오전 9시에 열리고 오후 6시에 닫혀요.{' '}
        {phase === 'live' ? <NowLive count={liveCount} /> : <NextOpening />}
      </p>
      <Rail phase={phase} />
    </section>
  );
}

function NowLive({ count }: { count: number | null }) {
  if (count === null || count === 0) return null;
  return (
    <>
      지금 <b>{count}점</b>이 진행 중이에요.
    </>
  );
}

function NextOpening() {
  const opensAtMs = useServerTime((nowMs) =>
    nowMs === null ? null : openingMomentMs(nextSaleDates(nowMs, 1)[0] ?? kstDate(nowMs)),
  );
  if (opensAtMs === null) return null;
  return (
    <>
      열릴 때까지{' '}
      <b>
        <Countdown untilMs={opensAtMs} />
      </b>{' '}
      남았어요.
    </>
  );
}

function Rail({ phase }: { phase: SalePhase }) {
  const clock = useServerTime((nowMs) => (nowMs === null ? '' : formatClock(nowMs)));
  const percent = useServerTime((nowMs) => (nowMs === null ? 0 : dayPercent(nowMs)));
  const edge = percent < EDGE_PERCENT ? 'at-start' : percent > 100 - EDGE_PERCENT ? 'at-end' : '';
  const left = `${percent}%`;
  return (
    <div className={`daybar num ${phase === 'live' ? '' : 'closed'}`}>
      <span>09:00</span>
      <div className="rail">
        <div className="done" style={{ width: left }} />
        <div className="now" style={{ left }} />
        {clock && (
          <span className={`label ${edge}`} style={{ left }}>
            지금 {clock}
          </span>
        )}
      </div>
      <span>18:00 마감</span>
    </div>
  );
}

/** How much of the sale day has passed, 0 to 100, to a tenth of a percent. */
function dayPercent(nowMs: number): number {
  const day = kstDate(nowMs);
  const opensAtMs = openingMomentMs(day);
  const passed = (nowMs - opensAtMs) / (closingMomentMs(day) - opensAtMs);
  return Math.round(Math.max(0, Math.min(1, passed)) * 1000) / 10;
}
