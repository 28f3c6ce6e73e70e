import { Link } from 'react-router';
import { RULES_PATH } from '../../lib/paths.ts';

/** How buyers will bid, for those who choose steps and prices. */
export function BiddingNote() {
  return (
    <details className="bidding-note">
      <summary>사는 분은 이렇게 입찰해요</summary>
      <dl>
        <dt>직접 입찰</dt>
        <dd>적은 금액이 바로 현재가가 돼요. 현재가보다 입찰 단위만큼 이상 높아야 해요.</dd>
        <dt>자동 입찰</dt>
        <dd>
          한도를 정해 두면 다른 입찰보다 한 단위 높은 금액까지만 대신 올려요. 한도는 그분만 알고,
          판매자에게도 보이지 않아요.
        </dd>
      </dl>
      <p>
        같은 금액이면 먼저 정한 분이 앞서요.{' '}
        <Link className="text-link" to={RULES_PATH} target="_blank">
          입찰 규칙 모두 보기
        </Link>
      </p>
    </details>
  );
}
