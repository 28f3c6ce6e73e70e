import { SIGNAL_KINDS } from '@sagopalgo/core/contracts/signals.ts';
import type { listSignals, SignalKind } from '@sagopalgo/core/contracts/signals.ts';
import { ShieldCheck } from 'lucide-react';
import { Fragment } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import { Chip } from '../../components/chip.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatMoment } from '../../lib/format.ts';
import { auctionPath, OPERATOR_SIGNALS_PATH } from '../../lib/paths.ts';
import './operating.css';
import { Loaded } from './loaded.tsx';
import { SHARED_WORDS, SIGNAL_WORDS } from './signal-words.ts';
import { useSignals } from './use-signals.ts';

type Signals = z.output<typeof listSignals.reply>;
type Fact = readonly [string, string];

/** What may be a sign that somebody drives prices up: one kind at a time, what it means, and who it is about. */
export function SignalList({ kind }: { kind: SignalKind }) {
  return (
    <>
      <ul className="chips signal-kinds" aria-label="신호의 종류">
        {SIGNAL_KINDS.map((each) => (
          <li key={each}>
            <Chip to={`${OPERATOR_SIGNALS_PATH}?kind=${each}`} on={each === kind}>
              {SIGNAL_WORDS[each].name}
            </Chip>
          </li>
        ))}
      </ul>
      <p className="operator-lead">
        {SIGNAL_WORDS[kind].lead} 최근 90일을 봐요. 신호만으로는 아무것도 정해지지 않아요. 경매의
        입찰 기록을 함께 살펴봐 주세요.
      </p>
      <Loaded query={useSignals(kind)}>{(signals) => <Found signals={signals} />}</Loaded>
    </>
  );
}

function Found({ signals }: { signals: Signals }) {
  const cards = cardsOf(signals);
  if (cards.length === 0) return <Notice icon={ShieldCheck} title="눈에 띄는 신호가 없어요" />;
  return (
    <ul className="operator-list">
      {cards.map((card) => (
        <li key={card.title}>
          <SignalCard {...card} />
        </li>
      ))}
    </ul>
  );
}

interface Card {
  title: string;
  facts: readonly Fact[];
  lastAtMs: number;
  auctionIds: readonly string[];
}

function SignalCard({ title, facts, lastAtMs, auctionIds }: Card) {
  return (
    <article className="operator-card num" data-testid="signal">
      <h2>{title}</h2>
      <dl className="operator-facts">
        {[...facts, ['마지막 경매', formatMoment(lastAtMs)] as const].map(([term, fact]) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </Fragment>
        ))}
        <dt>경매</dt>
        <dd className="links">
          {auctionIds.map((auctionId, place) => (
            <Link key={auctionId} className="text-link" to={auctionPath(auctionId)}>
              {place + 1}번째 경매
            </Link>
          ))}
        </dd>
      </dl>
    </article>
  );
}

function cardsOf(signals: Signals): Card[] {
  switch (signals.kind) {
    case 'one-seller':
      return signals.items.map((found) => ({
        ...found,
        title: `${found.bidderNickname} → ${found.sellerNickname}`,
        facts: [
          ['이 판매자의 경매', `${found.auctionCount}개 (모두 ${found.ofAuctionCount}개 중)`],
          ['낙찰', `${found.wonCount}번`],
        ],
      }));
    case 'never-wins':
      return signals.items.map((found) => ({
        ...found,
        title: `${found.bidderNickname} → ${found.sellerNickname}`,
        facts: [
          ['입찰한 팔린 경매', `${found.auctionCount}개 (모두 ${found.ofAuctionCount}개 중)`],
          ['앞서다가 밀려남', `${found.overtakenCount}번`],
        ],
      }));
    case 'shared':
      return signals.items.map((found) => ({
        ...found,
        title: `${found.bidderNickname} · ${found.otherNickname}${found.other === 'seller' ? ' (판매자)' : ''}`,
        facts: [
          ['함께 쓰는 것', found.shares.map((share) => SHARED_WORDS[share]).join(', ')],
          ['만난 경매', `${found.auctionCount}개`],
        ],
      }));
    default:
      return signals.items.map((found) => ({
        ...found,
        title: found.bidderNickname,
        facts: [
          ['낙찰', `${found.orderCount}번, 판매자 ${found.sellerCount}명`],
          ['결제하지 않음', `${found.unpaidCount}번`],
          ['결제하고 취소', `${found.calledOffCount}번`],
        ],
      }));
  }
}
