import type { ReactNode } from 'react';
import { openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import '../../components/ask-dialog.css';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Picture } from '../../components/picture.tsx';
import { formatMoment, formatRate } from '../../lib/format.ts';
import { useCategoryName } from '../../lib/use-categories.ts';
import { ON_DEFAULT_WORDS } from './on-default-words.ts';
import type { ListingRates } from '../../components/fee-words.ts';
import { readHashtags } from '../../lib/hashtag-text.ts';
import type { ListingDraft } from './listing-draft.ts';

interface PreviewProps {
  draft: ListingDraft;
  rates: ListingRates | undefined;
  /** The pictures in their order. */
  views: readonly ReactNode[];
}

/** What buyers will see, beside the form. */
export function ListingPreview(props: PreviewProps) {
  return (
    <aside className="preview" aria-label="미리보기">
      <h2>이렇게 보여요</h2>
      <Shown {...props} />
    </aside>
  );
}

/** The same where there is no room beside the form. */
export function PreviewDialog(props: PreviewProps) {
  return (
    <div className="preview-ask">
      <DialogTrigger>
        <Button size="big">미리보기</Button>
        <ModalOverlay className="ask-veil" isDismissable>
          <Modal className="ask">
            <Dialog className="preview-dialog">
              <Heading slot="title" level={2}>
                이렇게 보여요
              </Heading>
              <div className="preview">
                <Shown {...props} />
              </div>
              <Button slot="close">닫기</Button>
            </Dialog>
          </Modal>
        </ModalOverlay>
      </DialogTrigger>
    </div>
  );
}

function Shown({ draft, rates, views: [cover, ...others] }: PreviewProps) {
  const categoryName = useCategoryName(draft.categoryId ?? '');
  return (
    <>
      <div className="pic">
        {cover ?? <Picture image={undefined} alt="" seed="preview" categoryName={categoryName} />}
      </div>
      {others.length > 0 && <div className="thumbs">{others}</div>}
      <h3>{draft.title.trim() || '제목'}</h3>
      <div className="price num">{formatKrw(draft.startKrw ?? 0)}</div>
      <div className="meta num">
        시작가
        {draft.saleDate && ` · ${formatMoment(openingMomentMs(draft.saleDate))} 열림`}
      </div>
      <Terms draft={draft} premiumBp={rates?.premiumBp ?? 0} />
      <Hashtags text={draft.hashtags} />
      <p className="story">{draft.description.trim()}</p>
      <OnlyMine draft={draft} rates={rates} />
    </>
  );
}

function Hashtags({ text }: { text: string }) {
  const { hashtags = [] } = readHashtags(text);
  if (hashtags.length === 0) return null;
  return <p className="meta">{hashtags.map((hashtag) => `#${hashtag}`).join(' ')}</p>;
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
        <dd>{ON_DEFAULT_WORDS[draft.onDefault].name}</dd>
      </dl>
    </section>
  );
}
