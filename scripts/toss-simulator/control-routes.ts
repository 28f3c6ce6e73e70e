import express from 'express';
import type { ErrorRequestHandler, Request, Router } from 'express';
import { z } from 'zod';
import { METHODS } from './payment-record.ts';
import type { TossControl } from './simulator.ts';

const orderShape = { orderId: z.string() };
const depositSchema = z.object({ ...orderShape, late: z.boolean().default(false) });
const orderSchema = z.object(orderShape);
const advanceSchema = z.object({ ms: z.int() });
const authenticationSchema = z.object({
  ...orderShape,
  amountKrw: z.int(),
  orderName: z.string().optional(),
  method: z.enum(METHODS).optional(),
  installmentMonths: z.int().optional(),
  customerName: z.string().optional(),
  confirmRefusal: z.string().optional(),
  virtualAccountValidMs: z.int().optional(),
});
const faultSchema = z.object({
  on: z.enum(['confirm', 'cancel', 'look-up']),
  kind: z.enum([
    'delay',
    'slow-answer',
    'hold-before',
    'hold-after',
    'drop-before',
    'drop-after',
    'error-before',
    'error-after',
    'conflict',
    'refuse',
    'webhook-first',
  ]),
  orderId: z.string().optional(),
  times: z.int().min(1).optional(),
  ms: z.int().min(0).optional(),
  status: z.int().min(500).max(599).optional(),
  code: z.string().optional(),
});

/** What tests in other processes do with a simulator; pages of a browser cannot. */
export function controlRoutes(control: TossControl): Router {
  const router = express.Router();
  const ask = (path: string, answer: (request: Request) => unknown): void => {
    router.get(path, (request, response) => void response.json(answer(request)));
  };
  // A page can send no such content type to another origin without being let.
  const tell = (path: string, act: (request: Request) => unknown): void => {
    router.post(path, express.json(), (request, response) => {
      if (request.is('application/json')) response.json(act(request) ?? {});
      else response.status(415).end();
    });
  };
  ask('/payments', () => control.payments());
  ask('/charged', () => control.charged());
  ask('/webhooks', () => control.webhooks.list());
  ask('/clock', () => ({ nowMs: control.clock.now() }));
  ask('/faults', () => ({ left: control.faults.left }));
  tell('/clock/advance', ({ body }) => control.clock.advance(advanceSchema.parse(body).ms));
  tell('/authenticate', ({ body }) => {
    const wish = definedOnly(authenticationSchema.parse(body));
    return { paymentKey: control.authenticate(wish) };
  });
  tell('/deposit', ({ body }) => {
    const { orderId, late } = depositSchema.parse(body);
    control.deposit(orderId, { late });
  });
  tell('/fail-deposit', ({ body }) => control.failDeposit(orderSchema.parse(body).orderId));
  tell('/faults', ({ body }) => void control.faults.next(definedOnly(faultSchema.parse(body))));
  tell('/faults/clear', () => control.faults.clear());
  tell('/faults/release', () => control.faults.release());
  tell('/webhooks/hold', () => control.webhooks.hold());
  tell('/webhooks/release', () => control.webhooks.release());
  tell('/webhooks/:id/resend', ({ params }) => control.webhooks.resend(String(params['id'])));
  tell('/reset', () => control.reset());
  router.use(untold);
  return router;
}

const untold: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  response.status(400).json({ message: error instanceof Error ? error.message : String(error) });
};

type Defined<Given> = { [Name in keyof Given]: Exclude<Given[Name], undefined> };

function definedOnly<Given extends object>(given: Given): Defined<Given> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<Given>;
}
