import type { Health } from '@sagopalgo/core/contracts/operating.ts';
import { Strip } from '../../components/strip.tsx';
import { JobRow } from './job-row.tsx';
import './operating.css';
import { Loaded } from './loaded.tsx';
import { useHealth } from './use-looks.ts';
import { RoomCard } from './room-card.tsx';
import { agoWords, windowsWords } from './health-words.ts';

/** How the rooms are, what waits, and the functions of the clock. */
export function HealthView() {
  return <Loaded query={useHealth()}>{(health) => <HealthOf health={health} />}</Loaded>;
}

function HealthOf({ health }: { health: Health }) {
  const { serverNowMs: nowMs } = health;
  return (
    <>
      <section className="operator-section" aria-labelledby="rooms">
        <h2 id="rooms">방</h2>
        {health.recorder === null && <Strip mood="no">Redis가 답하지 않아요.</Strip>}
        <p className="operator-lead num" data-testid="windows">
          {windowsWords(health)}
        </p>
        <ul className="operator-list">
          {health.rooms.map((room) => (
            <li key={`${room.room} ${room.instance}`}>
              <RoomCard room={room} nowMs={nowMs} />
            </li>
          ))}
        </ul>
      </section>
      <section className="operator-section" aria-labelledby="waiting">
        <h2 id="waiting">밀린 일</h2>
        <Waiting health={health} />
      </section>
      <section className="operator-section" aria-labelledby="jobs">
        <h2 id="jobs">정해진 때에 하는 일</h2>
        <p className="operator-lead">
          다시 돌리면 키퍼가 한 번 더 해요. 이미 된 일은 바뀌지 않아요.
        </p>
        <ul className="operator-list">
          {health.jobs.map((job) => (
            <li key={job.job}>
              <JobRow job={job} nowMs={nowMs} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Waiting({ health }: { health: Health }) {
  const { recorder, lastOutage, serverNowMs: nowMs } = health;
  const rows: [name: string, told: string][] = [
    ['입찰 기록', recorder === null ? '알 수 없어요' : recorderWords(recorder)],
    ['확인 중인 입찰', recorder === null ? '알 수 없어요' : `${recorder.doubts}건`],
    ['검색 반영', waitingWords(health.search, nowMs)],
    ['메일', waitingWords(health.mails, nowMs)],
    ['토스 알림', waitingWords(health.webhooks, nowMs)],
    ['운영자가 맡긴 일', waitingWords(health.tasks, nowMs)],
    ['마지막 장애', lastOutage === null ? '없어요' : outageWords(lastOutage, nowMs)],
  ];
  return (
    <dl className="operator-facts num" data-testid="waiting">
      {rows.map(([name, told]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{told}</dd>
        </div>
      ))}
    </dl>
  );
}

function recorderWords({ behind, auctionsMissing }: NonNullable<Health['recorder']>): string {
  const missing = auctionsMissing > 0 ? ` · Redis에 없는 경매 ${auctionsMissing}` : '';
  return (behind === 0 ? '밀리지 않았어요' : `${behind}건 밀렸어요`) + missing;
}

function waitingWords({ waiting, sinceMs }: Health['mails'], nowMs: number): string {
  if (waiting === 0 || sinceMs === null) return '없어요';
  return `${waiting}건, 가장 오래된 것은 ${agoWords(sinceMs, nowMs)}`;
}

function outageWords(
  { startedAtMs, endedAtMs }: NonNullable<Health['lastOutage']>,
  nowMs: number,
): string {
  return `${agoWords(startedAtMs, nowMs)} 시작${endedAtMs === null ? ', 아직 끝나지 않았어요' : ''}`;
}
