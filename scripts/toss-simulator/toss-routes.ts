import express from 'express';
import type { ErrorRequestHandler, Router } from 'express';
import { answerCall } from './api-call.ts';
import type { CallDesk } from './api-call.ts';
import { cancelPayment } from './cancel.ts';
import { confirmPayment } from './confirm.ts';
import type { Outcome } from './confirm.ts';
import type { Desk } from './desk.ts';
import type { PaymentRecord } from './payment-record.ts';
import { refusal } from './toss-errors.ts';

const BODY_MAX = '100kb';

/** The calls of Toss's API that this project makes, at Toss's own paths. */
export function tossRoutes(calls: CallDesk): Router {
  const { desk } = calls;
  const router = express.Router();
  router.use(express.json({ limit: BODY_MAX }));
  router.post('/v1/payments/confirm', (request, response) =>
    answerCall(calls, request, response, {
      call: 'confirm',
      orderId: desk.books.payments.get(textIn(request.body, 'paymentKey'))?.orderId,
      run: (refusedWith) => confirmPayment(desk, request.body, refusedWith),
    }),
  );
  router.get('/v1/payments/orders/:orderId', (request, response) => {
    const { orderId } = request.params;
    const run = lookUp(desk, () => desk.books.shownOfOrder(orderId));
    return answerCall(calls, request, response, { call: 'look-up', orderId, run });
  });
  router.get('/v1/payments/:paymentKey', (request, response) => {
    const payment = desk.books.payments.get(request.params.paymentKey);
    const run = lookUp(desk, () => payment);
    const orderId = payment?.orderId;
    return answerCall(calls, request, response, { call: 'look-up', orderId, run });
  });
  router.post('/v1/payments/:paymentKey/cancel', (request, response) => {
    const { paymentKey } = request.params;
    return answerCall(calls, request, response, {
      call: 'cancel',
      orderId: desk.books.payments.get(paymentKey)?.orderId,
      run: (refusedWith) => cancelPayment(desk, paymentKey, request.body, refusedWith),
    });
  });
  router.use('/v1', (_request, response) => {
    const { status, body } = refusal('NOT_FOUND');
    response.status(status).type('json').end(body);
  });
  router.use(unreadable);
  return router;
}

function lookUp(desk: Desk, find: () => PaymentRecord | undefined) {
  return (refusedWith: string | null): Outcome => {
    if (refusedWith !== null) return refusedWith;
    const payment = find();
    const isShown = payment !== undefined && (payment.status !== 'READY' || desk.showsReady);
    return isShown ? payment : 'NOT_FOUND_PAYMENT';
  };
}

function textIn(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

const unreadable: ErrorRequestHandler = (error, _request, response, next) => {
  const { type } = error as { type?: string };
  if (type === undefined) {
    next(error);
    return;
  }
  const { status, body } = refusal('INVALID_REQUEST');
  response.status(status).type('json').end(body);
};
