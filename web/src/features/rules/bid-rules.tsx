import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import { EXTENSION_LIMIT_MS, EXTENSION_MS } from '@sagopalgo/core/rules/price-rules.ts';
import { krwInWords } from '@sagopalgo/core/rules/won.ts';
import type { ReactNode } from 'react';
import './bid-rules.css';

const MINUTE_MS = 60_000;
const EXTENSION_MINUTES = EXTENSION_MS / MINUTE_MS;
const EXTENSION_LIMIT_MINUTES = EXTENSION_LIMIT_MS / MINUTE_MS;

/** Every rule by which a price, a leader and a closing come about, for everybody to read. */
export function BidRules() {
  return (
    <div className="rules num">
      <Kinds />
      <Price />
      <Leading />
      <SellersTerms />
      <Closing />
      <Fairness />
      <Proof />
    </div>
  );
}

function Rule({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Kinds() {
  return (
    <Rule title="입찰하는 세 가지 방법">
      <dl>
        <dt>직접 입찰</dt>
        <dd>현재가가 그 금액이 돼요. 더 높게 입찰한 사람이 나올 때까지 앞서요.</dd>
        <dt>자동 입찰</dt>
        <dd>
          낼 수 있는 가장 높은 금액(한도)을 걸어 두면, 다른 사람이 올릴 때마다 한도까지만 한 단계씩
          자동으로 앞서요. 한도는 나 말고는 아무에게도 보이지 않아요.
        </dd>
        <dt>즉시 구매</dt>
        <dd>
          판매자가 정한 금액에 바로 사고 경매가 끝나요. 첫 입찰이 있기 전까지, 최저 낙찰가가 있는
          경매는 거기 닿기 전까지만 할 수 있어요.
        </dd>
      </dl>
    </Rule>
  );
}

function Price() {
  return (
    <Rule title="현재가가 정해지는 방법">
      <ul>
        <li>
          첫 입찰은 시작가부터 할 수 있어요. 그다음부터는 현재가에 입찰 단위를 더한 금액부터예요.
        </li>
        <li>
          한도가 가장 높은 사람이 앞서고, 현재가는 두 번째로 높은 한도보다 한 단계 위까지만 올라요.
          내 한도를 넘지는 않아요.
        </li>
        <li>
          금액이 같으면 그 금액을 먼저 건 사람이 앞서요. 나중에 올려서 같아져도 순서는 그대로예요.
        </li>
        <li>현재가는 내려가지 않아요. 낙찰되면 한도가 아니라 마지막 현재가만 결제해요.</li>
      </ul>
      <p className="example">
        예를 들어 입찰 단위가 50,000원이고 시작가가 1,000,000원일 때, 가 님이 한도 5,000,000원으로
        자동 입찰하면 현재가는 1,000,000원이에요. 나 님이 4,400,000원에 직접 입찰하면 가 님이 그대로
        앞서고 현재가는 4,450,000원이 돼요.
      </p>
    </Rule>
  );
}

function Leading() {
  return (
    <Rule title="내가 앞서고 있을 때">
      <ul>
        <li>
          직접 입찰은 할 수 없고, 내 한도를 더 높이는 것만 할 수 있어요. 낮추거나 취소할 수는
          없어요.
        </li>
        <li>
          한도를 올려도 현재가는 그대로이고, 올린 사실은 아무도 알 수 없어요. 숨은 최저 낙찰가에
          처음 닿을 때만 현재가가 최저 낙찰가로 올라요.
        </li>
      </ul>
    </Rule>
  );
}

function SellersTerms() {
  return (
    <Rule title="판매자가 정할 수 있는 것">
      <dl>
        <dt>최저 낙찰가</dt>
        <dd>
          판매자만 아는 금액이에요. 앞선 사람의 한도가 거기 닿으면 현재가가 그 금액이 되고 ‘도달’로
          바뀌어요. 닿지 못한 채 마감되면 팔리지 않아요.
        </dd>
        <dt>입찰 단위</dt>
        <dd>하나로 고정하거나, 현재가가 오를수록 커지게 정해요.</dd>
        <dt>상한가</dt>
        <dd>이 금액을 넘는 입찰은 받지 않아요. 정하지 않으면 {krwInWords(CAP_MAX_KRW)}이에요.</dd>
        <dt>자동 연장</dt>
        <dd>
          켜 두면, 마감 {EXTENSION_MINUTES}분 전부터 현재가나 최고 입찰자를 바꾼 입찰이 있을 때
          마감이 그때부터 {EXTENSION_MINUTES}분 뒤로 늦춰져요. 처음 정한 마감에서{' '}
          {EXTENSION_LIMIT_MINUTES}
          분을 넘지는 않아요.
        </dd>
      </dl>
    </Rule>
  );
}

function Closing() {
  return (
    <Rule title="마감과 장애">
      <ul>
        <li>매일 오전 9시에 열리고 오후 6시에 닫혀요. 시각은 서버 시계로만 재요.</li>
        <li>18:00:00.000 정각에 도착한 입찰은 늦은 입찰이에요. 그전에 도착한 입찰만 인정돼요.</li>
        <li>
          마감 전 10분 안에 1분 넘게 입찰을 받지 못하면, 다시 열린 뒤 10분으로 마감을 옮겨요 (하루
          한 번). 옮긴 시각과 까닭은 경매 화면에 바로 알려 드려요.
        </li>
        <li>접수된 입찰이 빠졌을 수 있으면 경매를 멈추고, 확인한 뒤 다시 열거나 취소해요.</li>
      </ul>
    </Rule>
  );
}

function Fairness() {
  return (
    <Rule title="모두에게 같은 약속">
      <ul>
        <li>
          입찰한 사람은 경매마다 ‘입찰자 1’처럼 번호로만 보여요. 다른 경매와 이어 볼 수 없어요.
        </li>
        <li>판매자는 자기 경매에, 운영자와 직원은 어떤 경매에도 입찰할 수 없어요.</li>
        <li>최소 금액보다 훨씬 큰 금액과 자동 입찰, 즉시 구매는 보내기 전에 한 번 더 여쭤봐요.</li>
        <li>접수된 입찰은 취소할 수 없어요. 같은 입찰을 다시 보내도 두 번 입찰되지 않아요.</li>
      </ul>
    </Rule>
  );
}

function Proof() {
  return (
    <Rule title="누구나 검증할 수 있는 기록">
      <ul>
        <li>
          모든 입찰은 앞 기록의 지문(SHA-256)을 물고 사슬로 이어져요. 한 건이라도 빼거나 바꾸면 그
          뒤가 모두 어긋나요.
        </li>
        <li>
          경매 중에는 1분마다, 그리고 마감할 때 사슬의 끝에 서명(Ed25519)해서 공개해요. 한 번 서명한
          뒤에는 기록을 몰래 다시 쓸 수 없어요.
        </li>
        <li>
          끝난 경매의 화면에서 ‘입찰 기록 검증하기’를 누르면 기록을 내려받아 처음부터 다시 계산해요.
          경매를 지켜본 탭이라면 그때 받은 서명과도 맞춰 봐요.
        </li>
        <li>
          입찰하면 서명된 영수증을 받을 수 있어요. 내 입찰이 기록에서 빠지거나 바뀌면 영수증으로
          밝힐 수 있어요.
        </li>
      </ul>
      <dl>
        <dt>끝나면 공개하는 것</dt>
        <dd>
          가격이 이미 드러낸 한도와, 도달한 최저 낙찰가예요. 그때까지는 봉인해 두고, 봉인한 금액과
          같은지 누구나 확인할 수 있어요.
        </dd>
        <dt>끝까지 비밀인 것</dt>
        <dd>
          마지막에 앞선 사람의 한도와 닿지 못한 최저 낙찰가, 그리고 번호 뒤에 있는 사람이에요. 앞선
          한도는 ‘현재가 이상’이라는 것까지만 알 수 있어요.
        </dd>
      </dl>
    </Rule>
  );
}
