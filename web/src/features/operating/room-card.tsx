import type { Health } from '@sagopalgo/core/contracts/operating.ts';
import { Strip } from '../../components/strip.tsx';
import { isSilent, ROOM_WORDS, toldWords, windowFacts } from './health-words.ts';
import './operating.css';

/** One process of a room: whether it is there, what ails it, and of a window how it shows. */
export function RoomCard({ room, nowMs }: { room: Health['rooms'][number]; nowMs: number }) {
  const silent = isSilent(room, nowMs);
  return (
    <article className="operator-card num" data-testid="room">
      <header className="row apart">
        <h3>{ROOM_WORDS[room.room] ?? room.room}</h3>
        <span>{silent ? '소식이 끊겼어요' : '살아 있어요'}</span>
      </header>
      <p>{toldWords(room.atMs, nowMs)}</p>
      {room.window && !silent && (
        <dl className="operator-facts">
          {windowFacts(room.window).map(([name, told]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{told}</dd>
            </div>
          ))}
        </dl>
      )}
      {room.faults.map((fault) => (
        <Strip key={fault} mood="no">
          {fault}
        </Strip>
      ))}
    </article>
  );
}
