import { BANKS } from '@sagopalgo/core/contracts/addresses.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { Banknote, Download } from 'lucide-react';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatMoment } from '../../lib/format.ts';
import { orderPath } from '../../lib/paths.ts';
import { saveFile } from '../../lib/save-file.ts';
import { PagedList } from './paged-list.tsx';
import { payoutsCsv, payoutText } from './payout-csv.ts';
import type { Payout } from './use-operating.ts';
import { useAllPayouts, usePayouts } from './use-operating.ts';

/** What was paid out, for the one who makes the transfers. */
export function PayoutList() {
  return (
    <>
      <ExportButton />
      <PagedList
        list={usePayouts()}
        keyOf={({ payoutId }) => payoutId}
        empty={<Notice icon={Banknote} title="아직 지급한 것이 없어요" />}
        renderItem={(payout) => <PayoutCard payout={payout} />}
      />
    </>
  );
}

function ExportButton() {
  const all = useAllPayouts((payouts) =>
    saveFile('sagopalgo-payouts.csv', payoutsCsv(payouts), 'text/csv;charset=utf-8'),
  );
  return (
    <div className="operator-choice">
      <Button onPress={() => all.mutate()} busy={all.isPending}>
        <Download aria-hidden size={16} />
        모두 CSV로 받기
      </Button>
      <p>
        지금까지 지급한 내역 전부라 이미 이체한 것도 들어 있어요. 하루치 이체 파일은 그날이 끝난 뒤
        npm run payouts로 만들어 주세요.
      </p>
      <div role="alert">{all.error && <Strip mood="no">{wordsOf(all.error)}</Strip>}</div>
    </div>
  );
}

function PayoutCard({ payout }: { payout: Payout }) {
  return (
    <article className="operator-card num" data-testid="operator-payout">
      <header className="row apart">
        <h2>{formatKrw(payout.amountKrw)}</h2>
        <CopyButton text={payoutText(payout)} what="계좌와 금액" />
      </header>
      <dl className="operator-facts">
        <dt>계좌</dt>
        <dd>
          {BANKS[payout.bank]} {payout.accountNumber} · {payout.holderName}
        </dd>
        <dt>판매자</dt>
        <dd>{payout.sellerNickname}</dd>
        <dt>지급한 때</dt>
        <dd>{formatMoment(payout.createdAtMs)}</dd>
        <dt>주문</dt>
        <dd>
          <Link className="text-link" to={orderPath(payout.orderId)}>
            주문 보기
          </Link>
        </dd>
      </dl>
    </article>
  );
}
