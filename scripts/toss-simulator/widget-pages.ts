import type { Response } from 'express';
import { METHODS } from './payment-record.ts';
import type { PaymentRecord } from './payment-record.ts';
import { html } from './safe-html.ts';
import type { SafeHtml } from './safe-html.ts';

/** The pages are their own scripts and styles and nothing else. */
const OWN_ONLY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'";
const EASY_PAYS = ['토스페이', '카카오페이', '네이버페이'];
const INSTALLMENT_MONTHS = [0, 2, 3, 6, 12];
const TERMS = [
  { id: 'service', title: '결제 서비스 이용 약관', content: '시뮬레이터의 시험용 약관이에요.' },
  { id: 'privacy', title: '개인정보 처리 동의', content: '아무 정보도 밖으로 보내지 않아요.' },
];
const DECLINES = {
  REJECT_CARD_COMPANY: '카드사가 거절',
  PAY_PROCESS_ABORTED: '결제가 중단됨',
};
const CONFIRM_REFUSALS = {
  '': '정상 처리',
  REJECT_CARD_PAYMENT: '한도 초과 · 잔액 부족',
  REJECT_CARD_COMPANY: '카드사 거절',
  INVALID_STOPPED_CARD: '정지된 카드',
  PROVIDER_ERROR: '일시적인 오류',
};

/** What every page of the simulator says first. */
export const BANNER = html`<p class="banner" role="note">
  시뮬레이터 · 실제 돈은 움직이지 않아요
</p>`;

/** The face of the payment methods, a frame in the shop's page. */
export function methodsPage(amountKrw: number): SafeHtml {
  const methods = METHODS.map(
    (method) =>
      html`<label class="method"
        ><input type="radio" name="method" value="${method}" />${method}</label
      >`,
  );
  const months = INSTALLMENT_MONTHS.map(
    (count) => html`<option value="${count}">${count === 0 ? '일시불' : `${count}개월`}</option>`,
  );
  const easyPays = EASY_PAYS.map((name) => html`<option>${name}</option>`);
  const body = html`<body data-amount-krw="${amountKrw}">
    ${BANNER}
    <form>
      <fieldset>
        <legend>결제 방법</legend>
        <div class="methods">${methods}</div>
      </fieldset>
      <p class="detail" data-of="카드" hidden>
        <label
          >할부
          <select name="installmentMonths">
            ${months}
          </select></label
        >
      </p>
      <p class="detail" data-of="간편결제" hidden>
        <label
          >간편결제
          <select name="easyPayProvider">
            ${easyPays}
          </select></label
        >
      </p>
      <p class="detail" data-of="가상계좌" hidden>
        결제하면 입금할 계좌를 알려드려요. 기한 안에 정확한 금액을 보내주세요.
      </p>
    </form>
  </body>`;
  return page('결제 방법', body, 'methods.js');
}

/** The face of the terms, a frame in the shop's page. */
export function agreementPage(): SafeHtml {
  const terms = TERMS.map(
    ({ id, title, content }) =>
      html`<label class="term"
        ><input
          type="checkbox"
          name="${id}"
          required
          data-title="${title}"
          data-content="${content}"
        />[필수] ${title}</label
      >`,
  );
  const body = html`<body>
    <fieldset>
      <legend>이용약관</legend>
      ${terms}
    </fieldset>
  </body>`;
  return page('이용약관 동의', body, 'agreement.js');
}

/** Where the buyer authenticates, in the place of Toss's window and the card company's. */
export function checkoutPage(payment: PaymentRecord): SafeHtml {
  const { orderName, orderId, amountKrw, method, easyPayProvider, status } = payment;
  const body = html`<body>
    <main class="checkout">
      ${BANNER}
      <h1>${orderName}</h1>
      <p class="amount">${amountKrw.toLocaleString('ko-KR')}원</p>
      <dl>
        <dt>결제 방법</dt>
        <dd>${easyPayProvider ?? method}</dd>
        <dt>주문번호</dt>
        <dd>${orderId}</dd>
      </dl>
      ${status === 'READY' ? choices() : over(status)}
    </main>
  </body>`;
  return page('결제하기 (시뮬레이터)', body, 'checkout.js');
}

function choices(): SafeHtml {
  return html`<form class="actions" method="post">
    <button class="primary" name="choice" value="approve">승인</button>
    <button name="choice" value="decline">거절</button>
    <button name="choice" value="cancel">취소</button>
    <button type="button" data-close>닫기</button>
    <details>
      <summary>시험할 결과 고르기</summary>
      <p class="detail">
        <label
          >거절하면
          <select name="decline">
            ${options(DECLINES)}
          </select></label
        >
      </p>
      <p class="detail">
        <label
          >승인 뒤 쇼핑몰이 확정하면
          <select name="confirmRefusal">
            ${options(CONFIRM_REFUSALS)}
          </select></label
        >
      </p>
    </details>
  </form>`;
}

function over(status: string): SafeHtml {
  return html`<p role="status">이 결제는 더 진행할 수 없어요. (${status})</p>
    <div class="actions"><button type="button" data-close>닫기</button></div>`;
}

function options(words: Record<string, string>): SafeHtml[] {
  return Object.entries(words).map(
    ([value, word]) => html`<option value="${value}">${word}</option>`,
  );
}

/** A whole page in the simulator's style. */
export function page(title: string, body: SafeHtml, script?: string): SafeHtml {
  const code = script ? html`<script src="/__sim/page/${script}" defer></script>` : '';
  return html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/__sim/page/simulator.css" />
        ${code}
      </head>
      ${body}
    </html>`;
}

/** Sends a page under its policy, and under what else is to be in that. */
export function show(response: Response, page: SafeHtml, alsoAllowed = ''): void {
  response.set({
    'content-security-policy': [OWN_ONLY, alsoAllowed].filter(Boolean).join('; '),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.type('html').end(`${page.text}\n`);
}
