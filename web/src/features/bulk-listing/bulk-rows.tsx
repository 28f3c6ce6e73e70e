import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import type { Mood } from '../../components/state-words.ts';
import { auctionPath } from '../../lib/paths.ts';
import { ROW_STATE_WORDS } from './bulk-files.ts';
import type { BulkRow, RowState } from './bulk-row.ts';
import { sentencesOf, stateOf } from './bulk-row.ts';

const MOODS: Record<RowState, Mood> = {
  wrong: 'warn',
  sound: 'plain',
  sending: 'plain',
  listed: 'lead',
  refused: 'warn',
};

/** Every row of the table, what is wrong with it, and what became of it. */
export function BulkRows({ rows }: { rows: readonly BulkRow[] }) {
  return (
    <ol className="bulk-rows">
      {rows.map((row) => (
        <li key={row.number} data-testid="bulk-row" data-state={stateOf(row)}>
          <span className="num">{row.number}줄</span>
          <div>
            <b>{row.title || '제목 없음'}</b>
            {sentencesOf(row).map((sentence) => (
              <p key={sentence} className="field-fault">
                {sentence}
              </p>
            ))}
            <RowNote row={row} />
          </div>
          <Badge mood={MOODS[stateOf(row)]}>{ROW_STATE_WORDS[stateOf(row)]}</Badge>
        </li>
      ))}
    </ol>
  );
}

function RowNote({ row: { result, files } }: { row: BulkRow }) {
  if (result?.state === 'listed') {
    return (
      <Link className="text-link" to={auctionPath(result.auctionId)}>
        경매 보기
      </Link>
    );
  }
  return files.length === 0 ? null : <p className="field-note num">사진 {files.length}장</p>;
}
