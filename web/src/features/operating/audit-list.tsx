import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { ScrollText } from 'lucide-react';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatMoment } from '../../lib/format.ts';
import { auctionPath, orderPath } from '../../lib/paths.ts';
import { deedWords, STATE_MOODS, TASK_STATE_WORDS } from './audit-words.ts';
import { PagedList } from './paged-list.tsx';
import { useAudit } from './use-looks.ts';

/** Who did what, when and why. */
export function AuditList() {
  return (
    <PagedList
      list={useAudit()}
      keyOf={({ entryId }) => entryId}
      empty={<Notice icon={ScrollText} title="아직 한 일이 없어요" />}
      renderItem={(entry) => <Entry entry={entry} />}
    />
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  return (
    <article className="operator-card num" data-testid="audit-entry" data-kind={entry.kind}>
      <header className="row apart">
        <h2>{deedWords(entry)}</h2>
        <Badge mood={STATE_MOODS[entry.state]}>{TASK_STATE_WORDS[entry.state]}</Badge>
      </header>
      <dl className="operator-facts">
        {entry.name !== null && (
          <>
            <dt>무엇을</dt>
            <dd>
              <Subject entry={entry} />
            </dd>
          </>
        )}
        <dt>누가</dt>
        <dd>{entry.operator}</dd>
        <dt>언제</dt>
        <dd>{formatMoment(entry.atMs)}</dd>
        <dt>왜</dt>
        <dd className="said">{entry.reason || '이유를 적지 않았어요'}</dd>
        {entry.outcome !== null && (
          <>
            <dt>결과</dt>
            <dd>
              <code className="operator-outcome">{entry.outcome}</code>
            </dd>
          </>
        )}
      </dl>
    </article>
  );
}

function Subject({ entry: { name, auctionId, orderId } }: { entry: AuditEntry }) {
  const to =
    (auctionId !== null && auctionPath(auctionId)) || (orderId !== null && orderPath(orderId));
  if (!to) return name;
  return (
    <Link className="text-link" to={to}>
      {name}
    </Link>
  );
}
