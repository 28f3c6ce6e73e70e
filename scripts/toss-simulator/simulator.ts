import { createServer } from 'node:http';
import express from 'express';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { checkKeyPair, SIMULATOR_KEYS } from './api-keys.ts';
import type { KeyPair } from './api-keys.ts';
import { Books } from './books.ts';
import { authenticate } from './buyer.ts';
import type { Authentication } from './buyer.ts';
import { controlRoutes } from './control-routes.ts';
import type { Desk } from './desk.ts';
import { deskRoutes } from './desk-page.ts';
import { expireOverdue } from './expiry.ts';
import { Faults } from './faults.ts';
import { IdempotentCalls } from './idempotency.ts';
import { chargedKrw } from './payment-record.ts';
import type { PaymentRecord } from './payment-record.ts';
import { tossRoutes } from './toss-routes.ts';
import { depositInto, failDeposit } from './virtual-account.ts';
import { WebhookPost } from './webhook-post.ts';
import { widgetRoutes } from './widget-routes.ts';

const TICK_MS = 100;
const DAY_MS = 86_400_000;

/** How a simulator is started; everything may be left out. */
export interface TossSimulatorOptions {
  /** The address to listen on; 127.0.0.1 unless told. */
  host?: string;
  /** A free one unless told. */
  port?: number;
  /** What its clock goes by, before it is moved; the system's unless told. */
  now?: () => number;
  keys?: KeyPair;
  /** Where webhooks go; nowhere unless told, here or later by `webhooks.sendTo`. */
  webhookUrl?: string | null;
  /** Toss's pauses between the tries of a webhook are divided by this; 1 unless told. */
  webhookRetrySpeed?: number;
  /** Where everything is kept over a restart; nowhere unless told. */
  stateFile?: string | null;
  /** How long a virtual account takes money; 7 days unless told. */
  virtualAccountValidMs?: number;
  /** Whether look-ups show payments that nobody authenticated; they answer 404 unless told. */
  showsReady?: boolean;
  /** Whether a 5xx is repeated for the same idempotency key; it is unless told. */
  replaysServerErrors?: boolean;
}

/** A running simulator and the hand on its wheel. What it is asked is done when a function returns. */
export interface TossSimulator {
  /** Such as http://127.0.0.1:41234: what TOSS_API_BASE_URL names. */
  url: string;
  /** What TOSS_WIDGET_SRC names. */
  widgetSrc: string;
  keys: KeyPair;
  clock: { now(): number; advance(ms: number): void };
  faults: Pick<Faults, 'next' | 'clear' | 'release' | 'left'>;
  webhooks: Pick<WebhookPost, 'sendTo' | 'list' | 'hold' | 'release' | 'resend' | 'settled'>;
  /** Does what the buyer does in widget and checkout page; returns the payment key. */
  authenticate(wish: Authentication): string;
  /** The buyer sends money to the order's virtual account; `late` lets an expired one take it. */
  deposit(orderId: string, options?: { late?: boolean }): void;
  /** The bank takes the deposit back. */
  failDeposit(orderId: string): void;
  /** Copies of all payments, oldest first. */
  payments(): PaymentRecord[];
  /** Of each order the money taken minus the money given back, in won; 0 for one that took none. */
  charged(): Record<string, number>;
  /** Forgets everything but the keys and where webhooks go. */
  reset(): void;
  stop(): Promise<void>;
}

/** Starts a stand-in for Toss Payments over HTTP. No money moves, whatever it is told. */
export async function startTossSimulator(
  options: TossSimulatorOptions = {},
): Promise<TossSimulator> {
  const { host = '127.0.0.1', port = 0, replaysServerErrors = true } = options;
  const desk = openDesk(options);
  const faults = new Faults();
  const calls = new IdempotentCalls(desk.books, desk.now);
  const tick = (): void => catchUp(desk);
  const control = controls(desk, faults);
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, _response, next) => {
    tick();
    next();
  });
  app.use('/__sim', controlRoutes(control));
  app.use(deskRoutes(desk));
  app.use(widgetRoutes(desk));
  app.use(tossRoutes({ desk, faults, calls, replaysServerErrors }));
  const server = createServer(app);
  const url = `http://${host}:${await listen(server, host, port)}`;
  const ticking = setInterval(tick, TICK_MS);
  ticking.unref();
  return {
    ...{ url, widgetSrc: `${url}/v1/payment-widget`, keys: desk.keys },
    ...control,
    stop: async () => {
      clearInterval(ticking);
      faults.clear();
      await desk.webhooks.stop();
      const closed = closeServer(server);
      server.closeAllConnections();
      await closed;
    },
  };
}

function openDesk(options: TossSimulatorOptions): Desk {
  const { keys = SIMULATOR_KEYS, now = Date.now, virtualAccountValidMs = 7 * DAY_MS } = options;
  checkKeyPair(keys);
  const books = new Books(options.stateFile ?? null);
  const movedNow = (): number => now() + books.offsetMs;
  const webhooks = new WebhookPost(books, movedNow, {
    url: options.webhookUrl ?? null,
    retrySpeed: options.webhookRetrySpeed ?? 1,
  });
  const showsReady = options.showsReady ?? false;
  return { books, webhooks, now: movedNow, keys, virtualAccountValidMs, showsReady };
}

/** What can be done to a simulator beside calling its API. */
export type TossControl = Omit<TossSimulator, 'url' | 'widgetSrc' | 'keys' | 'stop'>;

function controls(desk: Desk, faults: Faults): TossControl {
  const { books, webhooks } = desk;
  const done = <Result>(result: Result): Result => {
    catchUp(desk);
    return result;
  };
  return {
    ...{ faults, webhooks },
    clock: { now: desk.now, advance: (ms) => done(books.moveClock(ms)) },
    authenticate: (wish) => done(authenticate(desk, wish)),
    deposit: (orderId, late) => done(depositInto(desk, orderId, late)),
    failDeposit: (orderId) => done(failDeposit(desk, orderId)),
    payments: () => structuredClone([...books.payments.values()]),
    charged: () => {
      const all = [...books.payments.values()];
      const orderIds = new Set(all.map(({ orderId }) => orderId));
      return Object.fromEntries(
        [...orderIds].map((orderId) => [
          orderId,
          all.reduce((sum, each) => sum + (each.orderId === orderId ? chargedKrw(each) : 0), 0),
        ]),
      );
    },
    reset: () => {
      faults.clear();
      books.reset();
    },
  };
}

/** Ends what is overdue, writes down what changed and sends what is due. */
function catchUp(desk: Desk): void {
  expireOverdue(desk);
  desk.books.flush();
  desk.webhooks.pump();
}
