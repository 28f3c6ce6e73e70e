import type { Troubles } from '@sagopalgo/core/contracts/operating.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Notice } from '../../components/notice.tsx';
import { formatMoment } from '../../lib/format.ts';
import { auctionPath, orderPath } from '../../lib/paths.ts';
import './operating.css';
import { Loaded } from './loaded.tsx';
import { useTroubles } from './use-looks.ts';

/** What waits for a person, of every kind; what is not there is not shown. */
export function TroublesView() {
  return <Loaded query={useTroubles()}>{(troubles) => <TroublesOf troubles={troubles} />}</Loaded>;
}

interface Row {
  id: string;
  name: string;
  to: string | null;
  told: string;
}

function TroublesOf({ troubles }: { troubles: Troubles }) {
  const kinds = kindsOf(troubles).filter(({ count }) => count > 0);
  if (kinds.length === 0) return <Notice icon={CircleCheck} title="막힌 일이 없어요" />;
  return kinds.map(({ title, count, rows }) => (
    <Kind key={title} title={`${title} ${count}`}>
      {rows.map((row) => (
        <li key={row.id} className="operator-card num" data-testid="trouble">
          {row.to === null ? <b>{row.name}</b> : <Link to={row.to}>{row.name}</Link>}
          <p>{row.told}</p>
        </li>
      ))}
    </Kind>
  ));
}

function Kind({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="operator-section">
      <h2>{title}</h2>
      <ul className="operator-list">{children}</ul>
    </section>
  );
}

function kindsOf(troubles: Troubles): { title: string; count: number; rows: Row[] }[] {
  const { unknownPayments, lackingMoney, refunds, lateOrders } = troubles;
  const { interrupted, unsettled, mailsGivenUp } = troubles;
  const since = (atMs: number) => `${formatMoment(atMs)}부터`;
  const ofOrder = (item: { orderId: string; title: string }, told: string): Row => ({
    ...{ id: item.orderId, name: item.title, to: orderPath(item.orderId), told },
  });
  const ofAuction = ({
    auctionId: id,
    title: name,
    sinceMs,
  }: (typeof interrupted)['items'][0]) => ({
    ...{ id, name, to: auctionPath(id), told: since(sinceMs) },
  });
  return [
    {
      ...{ title: '결과를 모르는 결제', count: unknownPayments.count },
      rows: unknownPayments.items.map((item) => {
        const long = item.isLong ? ' · 오래되어 사람이 봐야 해요' : '';
        return ofOrder(item, `${formatKrw(item.amountKrw)} · ${since(item.sinceMs)}${long}`);
      }),
    },
    {
      ...{ title: '받은 돈이 없어진 주문', count: lackingMoney.count },
      rows: lackingMoney.items.map((item) =>
        ofOrder(item, `${formatKrw(item.amountKrw)} · ${since(item.sinceMs)}`),
      ),
    },
    {
      ...{ title: '나가지 못한 환불', count: refunds.count },
      rows: refunds.items.map((item, index) => {
        const why = item.state === 'refused' ? `거절 ${item.failureCode ?? ''}` : '계좌를 기다려요';
        const told = `${formatKrw(item.amountKrw)} · ${why} · ${since(item.sinceMs)}`;
        return { ...ofOrder(item, told), id: `${item.orderId} ${index}` };
      }),
    },
    {
      ...{ title: '때를 넘긴 주문', count: lateOrders.count },
      rows: lateOrders.items.map((item) =>
        ofOrder(item, `${formatKrw(item.amountKrw)} · 기한 ${formatMoment(item.dueAtMs)}`),
      ),
    },
    { title: '멈춘 경매', count: interrupted.count, rows: interrupted.items.map(ofAuction) },
    { title: '결과가 없는 경매', count: unsettled.count, rows: unsettled.items.map(ofAuction) },
    {
      ...{ title: '보내기를 그만둔 메일', count: mailsGivenUp.count },
      rows: mailsGivenUp.items.map(({ mailId: id, kind: name, fault, sinceMs }) => ({
        ...{ id, name, to: null, told: `${fault ?? '까닭을 몰라요'} · ${since(sinceMs)}` },
      })),
    },
  ];
}
