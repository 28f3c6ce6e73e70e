import { openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Badge } from '../../components/badge.tsx';
import { Picture } from '../../components/picture.tsx';
import { formatMoment, formatRate } from '../../lib/format.ts';
import { useCategoryName } from '../../lib/use-categories.ts';
import { DEFAULT_WORDS } from './default-words.ts';
import type { ListingRates } from './fee-words.ts';
import type { ListingDraft } from './listing-draft.ts';

/** The card that buyers will see. */
export function ListingPreview({
  draft,
  rates,
}: {
  draft: ListingDraft;
  rates: ListingRates | undefined;
}) {
  const categoryName = useCategoryName(draft.categoryId ?? '');
  return (
    <aside className="preview" aria-label="미리보기">
      <h2>이렇게 보여요</h2>
      <div className="pic">
        <Picture image={undefined} alt="" seed="preview" categoryName={categoryName} />
      </div>
      <h3>{draft.title.trim() || '제목'}</h3>
      <div className="price num">{formatKrw(draft.startKrw ?? 0)}</div>
      <div className="meta num">
        시작가
        {draft.saleDate && ` · ${formatMoment(openingMomentMs(draft.saleDate))} 열림`}
      </div>
      <Terms draft={draft} premiumBp={rates?.premiumBp ?? 0} />
      <OnlyMine draft={draft} rates={rates} />
    </aside>
  );
}

/** What buyers are told of the seller's terms; of a reserve only that there is one. */
function Terms({ draft, premiumBp }: { draft: ListingDraft; premiumBp: number }) {
  const terms = [
    draft.reserveKrw !== null && '최저 낙찰가 있음',
    draft.buyNowKrw !== null && `즉시 구매 ${formatKrw(draft.buyNowKrw)}`,
    draft.extension === 'auto' && '자동 연장',
    draft.capKrw !== null && `상한가 ${formatKrw(draft.capKrw)}`,
    premiumBp > 0 && `구매 수수료 ${formatRate(premiumBp)}`,
  ].filter((term) => term !== false);
  if (terms.length === 0) return null;
  return (
    <ul>
      {terms.map((term) => (
        <li key={term}>
          <Badge>{term}</Badge>
        </li>
      ))}
    </ul>
  );
}

/** What the seller alone sees of it. */
function OnlyMine({ draft, rates }: { draft: ListingDraft; rates: ListingRates | undefined }) {
  return (
    <section className="only-mine num">
      <h2>나만 볼 수 있어요</h2>
      <dl>
        <dt>판매 수수료</dt>
        <dd>{rates ? formatRate(rates.feeBp) : '–'}</dd>
        <dt>결제하지 않으면</dt>
        <dd>{DEFAULT_WORDS[draft.onDefault].name}</dd>
      </dl>
    </section>
  );
}
