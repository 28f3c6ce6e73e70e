import type { RatingSummary, Seller } from '@sagopalgo/core/contracts/sellers.ts';
import { ReportQuestion } from '../../components/report-question.tsx';
import { Strip } from '../../components/strip.tsx';
import { formatCount, formatDay } from '../../lib/format.ts';
import { useSession } from '../../lib/use-session.ts';
import './sellers.css';

/** Who somebody is as a seller, in a few figures. */
export function SellerCard({ seller }: { seller: Seller }) {
  const session = useSession();
  const { sellerId, nickname, sinceMs, completedSales, asSeller, standing } = seller;
  return (
    <header className="seller num" data-testid="seller">
      <h1 className="page-title">{nickname}</h1>
      {standing === 'blocked' && (
        <Strip mood="out">운영자가 이용을 멈춘 판매자예요. 이미 올린 경매는 그대로 이어져요.</Strip>
      )}
      {standing === 'left' && <Strip mood="out">사고팔고를 떠난 판매자예요.</Strip>}
      <dl className="seller-facts">
        <dt>가입</dt>
        <dd>{formatDay(sinceMs)}부터</dd>
        <dt>끝까지 간 거래</dt>
        <dd>{formatCount(completedSales)}건</dd>
        <dt>받은 평가</dt>
        <dd>{summaryWords(asSeller)}</dd>
      </dl>
      {session?.userId !== sellerId && standing !== 'left' && (
        <ReportQuestion reported={{ kind: 'person', subjectId: sellerId }} what="이 판매자" />
      )}
    </header>
  );
}

function summaryWords({ count, mean }: RatingSummary): string {
  return mean === null ? '아직 없어요' : `별 ${mean.toFixed(1)} · ${formatCount(count)}건`;
}
