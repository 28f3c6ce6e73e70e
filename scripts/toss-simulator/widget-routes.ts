import { join } from 'node:path';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { approve, canceledUrlOf, declinedUrlOf, successUrlOf } from './buyer.ts';
import type { Desk } from './desk.ts';
import { openPayment } from './new-payment.ts';
import type { PaymentRecord } from './payment-record.ts';
import { agreementPage, checkoutPage, methodsPage, show } from './widget-pages.ts';

const PAGE_FILES = join(import.meta.dirname, 'page');
const BODY_MAX = '100kb';

const amountSchema = z.coerce.number().int().min(0).catch(0);
const choiceSchema = z.object({
  choice: z.enum(['approve', 'decline', 'cancel']),
  decline: z.enum(['REJECT_CARD_COMPANY', 'PAY_PROCESS_ABORTED']).catch('REJECT_CARD_COMPANY'),
  confirmRefusal: z.string().catch(''),
});

/** The widget's script, its frames, and the page where the buyer authenticates. */
export function widgetRoutes(desk: Desk): Router {
  const router = express.Router();
  router.get('/v1/payment-widget', (_request, response) => {
    // Lets a page that isolates itself from other origins load it too.
    response.set('cross-origin-resource-policy', 'cross-origin');
    response.type('text/javascript').sendFile('payment-widget.js', { root: PAGE_FILES });
  });
  router.use('/__sim/page', express.static(PAGE_FILES, { index: false }));
  router.get('/__sim/widget/methods', ({ query }, response) => {
    show(response, methodsPage(amountSchema.parse(query['amount'])));
  });
  router.get('/__sim/widget/agreement', (_request, response) => show(response, agreementPage()));
  router.post('/__sim/widget/payments', express.text({ limit: BODY_MAX }), (request, response) =>
    open(desk, request, response),
  );
  router.get('/__sim/checkout/:checkoutId', (request, response) => {
    const payment = checkoutOf(desk, request);
    if (payment === undefined) response.status(404).end();
    else show(response, checkoutPage(payment), "frame-ancestors 'none'");
  });
  router.post(
    '/__sim/checkout/:checkoutId',
    express.urlencoded({ extended: false }),
    (request, response) => choose(desk, request, response),
  );
  return router;
}

function open(desk: Desk, request: Request, response: Response): void {
  response.set('access-control-allow-origin', '*');
  const asked = readJson(request.body);
  const opened = openPayment(desk, asked['clientKey'], asked['wish']);
  if ('code' in opened) {
    response.status(400).json(opened);
    return;
  }
  desk.books.flush();
  response.json({ checkoutPath: `/__sim/checkout/${opened.checkoutId}` });
}

function choose(desk: Desk, request: Request, response: Response): void {
  const payment = checkoutOf(desk, request);
  const parsed = choiceSchema.safeParse(request.body);
  if (payment === undefined || !parsed.success) {
    response.status(payment === undefined ? 404 : 400).end();
    return;
  }
  const url = afterChoice(desk, payment, parsed.data);
  if (url === null) {
    show(response.status(409), checkoutPage(payment), "frame-ancestors 'none'");
    return;
  }
  desk.books.flush();
  response.redirect(303, url.href);
}

function afterChoice(
  desk: Desk,
  payment: PaymentRecord,
  { choice, decline, confirmRefusal }: z.infer<typeof choiceSchema>,
): URL | null {
  // A second click on the same button leads to the same place, as a browser's reload does.
  if (payment.status === 'IN_PROGRESS' && choice === 'approve') return successUrlOf(payment);
  if (payment.status !== 'READY') return null;
  if (choice === 'approve') return approve(desk, payment, confirmRefusal || null);
  return choice === 'cancel' ? canceledUrlOf(payment) : declinedUrlOf(payment, decline);
}

function checkoutOf({ books }: Desk, request: Request): PaymentRecord | undefined {
  const checkoutId = request.params['checkoutId'];
  return [...books.payments.values()].find((payment) => payment.checkoutId === checkoutId);
}

function readJson(body: unknown): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(String(body));
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
