import type { Reconciled } from '@sagopalgo/core/contracts/operating.ts';
import { formatMoment } from '../../lib/format.ts';
import './operating.css';
import { Loaded } from './loaded.tsx';
import { useReconciliations } from './use-looks.ts';

/** What comparing Redis, the record and the orders, and checking the books, last came to. */
export function ReconciliationList() {
  return (
    <section className="operator-section">
      <h2>대조 결과</h2>
      <Loaded query={useReconciliations()}>{({ items }) => <Results results={items} />}</Loaded>
    </section>
  );
}

function Results({ results }: { results: readonly Reconciled[] }) {
  if (results.length === 0) return <p className="operator-lead">아직 대조한 적이 없어요.</p>;
  return (
    <ul className="operator-list">
      {results.map((result) => (
        <li key={result.saleDate ?? ''}>
          <Result result={result} />
        </li>
      ))}
    </ul>
  );
}

function Result({ result }: { result: Reconciled }) {
  const { saleDate, compared, differenceCount, differences, ranAtMs } = result;
  return (
    <article className="operator-card num" data-testid="reconciled">
      <h3>{saleDate === null ? '장부' : `${saleDate} 경매 ${compared}`}</h3>
      <p>
        {differenceCount === 0 ? '모두 맞아요' : `${differenceCount}건이 달라요`} ·{' '}
        {formatMoment(ranAtMs)}
      </p>
      {differences.length > 0 && (
        <ul className="operator-changes">
          {differences.map((difference) => (
            <li key={difference}>{difference}</li>
          ))}
        </ul>
      )}
    </article>
  );
}
