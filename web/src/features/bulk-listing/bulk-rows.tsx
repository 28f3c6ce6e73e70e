import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import type { Mood } from '../../components/state-words.ts';
import { auctionPath } from '../../lib/paths.ts';
import { ROW_STATE_WORDS } from './bulk-files.ts';
import type { BulkRow, RowState } from './bulk-row.ts';
import { isListed, sentencesOf, stateOf } from './bulk-row.ts';

const MOODS: Record<RowState, Mood> = {
  wrong: 'warn',
  sound: 'plain',
  sending: 'plain',
  listed: 'lead',
  before: 'plain',
  refused: 'warn',
};

interface BulkRowsProps {
  rows: readonly BulkRow[];
  /** One that was listed before is to be listed once more; undefined while rows are sent. */
  onAgain: ((row: BulkRow) => void) | undefined;
}

/** Every row of the table, what is wrong with it, and what became of it. */
export function BulkRows({ rows, onAgain }: BulkRowsProps) {
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
            <RowNote row={row} onAgain={onAgain} />
          </div>
          <Badge mood={MOODS[stateOf(row)]}>{ROW_STATE_WORDS[stateOf(row)]}</Badge>
        </li>
      ))}
    </ol>
  );
}

function RowNote({ row, onAgain }: { row: BulkRow; onAgain: BulkRowsProps['onAgain'] }) {
  const { result, files } = row;
  if (isListed(result)) {
    return (
      <div className="row">
        <Link className="text-link" to={auctionPath(result.auctionId)}>
          경매 보기
        </Link>
        {result.state === 'before' && (
          <Button kind="quiet" isDisabled={!onAgain} onPress={() => onAgain?.(row)}>
            또 올리기
          </Button>
        )}
      </div>
    );
  }
  return files.length === 0 ? null : <p className="field-note num">사진 {files.length}장</p>;
}
