import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import type { Desk } from './desk.ts';
import { kstWithOffset } from './korean-time.ts';
import { chargedKrw } from './payment-record.ts';
import type { PaymentRecord } from './payment-record.ts';
import { html } from './safe-html.ts';
import type { SafeHtml } from './safe-html.ts';
import { depositInto, failDeposit } from './virtual-account.ts';
import { BANNER, page, show } from './widget-pages.ts';

const SHOWN_MAX = 50;

const actionSchema = z.object({ orderId: z.string(), action: z.enum(['deposit', 'fail']) });

/** What Toss's developer centre is for with test accounts: seeing payments, sending the money. */
export function deskRoutes(desk: Desk): Router {
  const router = express.Router();
  router.get('/__sim/desk', (_request, response) => {
    const latest = [...desk.books.payments.values()].slice(-SHOWN_MAX).toReversed();
    show(response, deskPage(latest), "form-action 'self'; frame-ancestors 'none'");
  });
  router.post('/__sim/desk', express.urlencoded({ extended: false }), (request, response) => {
    const parsed = actionSchema.safeParse(request.body);
    // A form on another site's page could be sent here too.
    if (!parsed.success || request.get('sec-fetch-site') !== 'same-origin') {
      response.status(403).end();
      return;
    }
    const { orderId, action } = parsed.data;
    if (action === 'deposit') depositInto(desk, orderId);
    else failDeposit(desk, orderId);
    desk.books.flush();
    desk.webhooks.pump();
    response.redirect(303, '/__sim/desk');
  });
  return router;
}

function deskPage(payments: PaymentRecord[]): SafeHtml {
  const body = html`<body>
    <main class="checkout">
      ${BANNER}
      <h1>토스페이먼츠 시뮬레이터의 결제</h1>
      ${payments.length === 0 ? html`<p>아직 결제가 없어요.</p>` : payments.map(paymentPart)}
    </main>
  </body>`;
  return page('시뮬레이터의 결제', body);
}

function paymentPart(payment: PaymentRecord): SafeHtml {
  const { orderName, orderId, amountKrw, method, status, requestedAtMs, virtualAccount } = payment;
  const account = virtualAccount
    ? html`<dt>입금 계좌</dt>
        <dd>${virtualAccount.accountNumber} (${kstWithOffset(virtualAccount.dueAtMs)}까지)</dd>`
    : '';
  return html`<section>
    <dl>
      <dt>주문</dt>
      <dd>${orderName}</dd>
      <dt>주문번호</dt>
      <dd>${orderId}</dd>
      <dt>금액</dt>
      <dd>${won(amountKrw)} (받은 돈 ${won(chargedKrw(payment))})</dd>
      <dt>상태</dt>
      <dd>${method} · ${status} · ${kstWithOffset(requestedAtMs)}</dd>
      ${account}
    </dl>
    ${virtualAccount ? accountAction(payment) : ''}
  </section>`;
}

function accountAction({ orderId, status }: PaymentRecord): SafeHtml | string {
  const actions: Record<string, [string, string]> = {
    WAITING_FOR_DEPOSIT: ['deposit', '입금하기'],
    DONE: ['fail', '입금 오류로 되돌리기'],
  };
  const found = actions[status];
  if (found === undefined) return '';
  const [action, words] = found;
  return html`<form class="actions" method="post">
    <input type="hidden" name="orderId" value="${orderId}" />
    <button name="action" value="${action}">${words}</button>
  </form>`;
}

function won(amountKrw: number): string {
  return `${amountKrw.toLocaleString('ko-KR')}원`;
}
