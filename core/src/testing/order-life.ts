import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Db } from '../mysql/connect.ts';
import { payments, payoutAccounts, refunds } from '../mysql/till-schema.ts';
import { declineAttempt } from '../orders/apply-payment.ts';
import { confirmAttempt, learnPayment } from '../orders/ask-toss.ts';
import { carryOutRefund } from '../orders/carry-out-refund.ts';
import { giveAllBack } from '../orders/give-all-back.ts';
import { bearLostSale, isSaleLost } from '../orders/lost-sales.ts';
import { moveOrder } from '../orders/move-order.ts';
import type { OrderRow } from '../orders/move-order.ts';
import { totalKrw } from '../orders/open-order.ts';
import type { PaymentRow, TillDeps } from '../orders/payment-rows.ts';
import { openRefund } from '../orders/refunds.ts';
import type { OrderActor, OrderMove, OrderState } from '../rules/order-states.ts';
import { addAttempt, openTestOrder, orderRow } from './booked-orders.ts';
import type { LifeStep, RandomLife, StepKind } from './random-lives.ts';

const WHY = '시험';
const ACCOUNT = { bank: '88', accountNumber: '110123456789', holderName: '김판매' };

/** What the buyer and the bank do at Toss, beside what Toss is asked: a stand-in's, or the simulator's. */
export interface LifeBank {
  /** The buyer authenticates an attempt, a card's or a transfer to an account; returns Toss's key of it. */
  authenticate(attempt: { tossOrderId: string; amountKrw: number }, isDeposit: boolean): string;
  /** The deposit comes, or the bank takes back that it had come. */
  setDeposit(attempt: { tossOrderId: string; paymentKey: string }, isHere: boolean): void;
  /** What it has charged and not given back, of every attempt whose Toss order id is asked for. */
  heldKrw(tossOrderIds: ReadonlySet<string>): number;
}

/** What an order lives in: the till's own, what happens at Toss, and who pays sellers out. */
export interface LifeWorld {
  deps: TillDeps;
  bank: LifeBank;
  payOut: (orderId: string) => Promise<unknown>;
}

/** What leads on from each state; the rest is over, or waits for the seller's money to go out. */
const ONWARD: Partial<Record<OrderState, StepKind>> = {
  awaiting_payment: 'begin',
  paying: 'charge',
  awaiting_deposit: 'deposit',
  paid: 'ship',
  shipped: 'deliver',
  delivered: 'receive',
  received: 'pay-out',
  disputed: 'release-dispute',
  cancelled: 'carry-out-refunds',
};

/** One order of which what a life says happens, by the functions that the product uses. */
export class OrderLife {
  readonly #deps: TillDeps;
  readonly #bank: LifeBank;
  readonly #payOut: LifeWorld['payOut'];
  readonly orderId: string;
  readonly #sellerId: string;

  private constructor({ deps, bank, payOut }: LifeWorld, order: OrderRow) {
    this.#deps = deps;
    this.#bank = bank;
    this.#payOut = payOut;
    this.orderId = order.orderId;
    this.#sellerId = order.sellerId;
  }

  static async begin(
    world: LifeWorld,
    { amountKrw, feeBp, premiumBp, hasAccount }: RandomLife,
  ): Promise<OrderLife> {
    const order = await openTestOrder(world.deps.db, { amountKrw, feeBp, premiumBp });
    const life = new OrderLife(world, order);
    if (hasAccount) await life.#sayAccount();
    return life;
  }

  get #db(): Db {
    return this.#deps.db;
  }

  order(): Promise<OrderRow> {
    return orderRow(this.#db, this.orderId);
  }

  attempts(): Promise<PaymentRow[]> {
    const { orderId, createdAtMs } = payments;
    return this.#db.select().from(payments).where(eq(orderId, this.orderId)).orderBy(createdAtMs);
  }

  /** Lets a thing happen; what the order does not allow now does not. */
  async live({ kind, pick, percent }: LifeStep): Promise<void> {
    switch (kind) {
      case 'go-on': {
        const onward = ONWARD[(await this.order()).state];
        return onward && (await this.live({ kind: onward, pick, percent }));
      }
      case 'begin':
      case 'begin-deposit':
        return await this.#beginPayment(kind === 'begin-deposit');
      case 'decline':
      case 'charge':
      case 'deposit':
      case 'undo-deposit':
      case 'cancel-at-toss':
        return await this.#hearOf(kind, pick, percent);
      case 'carry-out-refunds':
        return await this.#carryOutRefunds();
      case 'say-account':
        return await this.#sayAccount();
      case 'pay-out':
        return void (await Promise.all([this.#payOut(this.orderId), this.#payOut(this.orderId)]));
      case 'pay-out-and-dispute':
        await Promise.all([this.#payOut(this.orderId), this.#move('dispute', 'operator')]);
        return;
      default:
        return await this.#byTable(kind, percent);
    }
  }

  /** How it goes to its end when nothing else happens any more. */
  async wind(): Promise<void> {
    await this.#sayAccount();
    await this.#carryOutRefunds();
  }

  async #byTable(kind: TableStep, percent: number): Promise<void> {
    const allKrw = totalKrw(await this.order());
    const partKrw = Math.ceil((allKrw * percent) / 100);
    const back = { cancel: allKrw, 'uphold-dispute': allKrw, 'settle-dispute': partKrw };
    const refundKrw = kind in back ? back[kind as keyof typeof back] : 0;
    for (const actor of ACTORS[kind]) await this.#move(kind, actor, refundKrw);
  }

  async #move(move: OrderMove, actor: OrderActor, refundKrw = 0): Promise<void> {
    const nowMs = this.#deps.now();
    await this.#db.transaction(async (tx) => {
      const isLost = await isSaleLost(tx, this);
      // Of nothing no part can be given back, which the api says.
      if (isLost && move === 'settle-dispute') return;
      const moved = await moveOrder(tx, this.orderId, move, { actor, reason: WHY, nowMs });
      if (!moved.isMoved) return;
      if (move === 'release-dispute') await bearLostSale(tx, moved.order, nowMs);
      if (isLost && move === 'uphold-dispute') {
        await giveAllBack(tx, moved.order, { cause: 'dispute', reason: WHY, nowMs });
      }
      if (isLost || refundKrw === 0) return;
      const asked = { amountKrw: refundKrw, cause: 'dispute' as const, reason: WHY, nowMs };
      await openRefund(tx, { order: moved.order, ...asked });
    });
  }

  async #beginPayment(isDeposit: boolean): Promise<void> {
    const nowMs = this.#deps.now();
    await this.#db.transaction(async (tx) => {
      const word = { actor: 'buyer', reason: WHY, nowMs } as const;
      const moved = await moveOrder(tx, this.orderId, 'begin-payment', word);
      if (!moved.isMoved) return;
      await addAttempt(tx, moved.order, nowMs, (attempt) =>
        this.#bank.authenticate(attempt, isDeposit),
      );
    });
  }

  async #hearOf(kind: AttemptStep, pick: number, percent: number): Promise<void> {
    const all = await this.attempts();
    const seen = all[pick % Math.max(1, all.length)];
    if (!seen || seen.paymentKey === null) return;
    const { toss } = this.#deps;
    const { tossOrderId, paymentKey, state } = seen;
    const attempt = { tossOrderId, paymentKey };
    const isNew = state === 'confirming' || state === 'failed';
    if (kind === 'decline' && state === 'confirming') {
      await declineAttempt(this.#deps, seen, { code: 'REJECT_CARD_PAYMENT', message: '한도' });
    } else if (kind === 'charge' && isNew && seen.virtualAccount === null) {
      await confirmAttempt(this.#deps, seen);
    } else if (kind === 'deposit' && state === 'waiting_for_deposit') {
      this.#bank.setDeposit(attempt, true);
      await learnPayment(this.#deps, tossOrderId);
    } else if (kind === 'undo-deposit' && (await this.#mayBeUndone(seen))) {
      this.#bank.setDeposit(attempt, false);
      await learnPayment(this.#deps, tossOrderId);
    } else if (kind === 'cancel-at-toss' && state === 'done') {
      const cancelAmount = Math.ceil((seen.balanceKrw * percent) / 100);
      const asked = { paymentKey, cancelAmount, cancelReason: '손으로' };
      await toss.cancel({
        ...{ ...asked, idempotencyKey: randomUUID() },
        ...(seen.virtualAccount !== null && { refundReceiveAccount: ACCOUNT }),
      });
      await learnPayment(this.#deps, tossOrderId);
    }
  }

  // Toss does not say so of what has gone back in part.
  async #mayBeUndone(seen: PaymentRow): Promise<boolean> {
    const isGiven = and(eq(refunds.tossOrderId, seen.tossOrderId), eq(refunds.state, 'done'));
    const given = await this.#db.$count(refunds, isGiven);
    return seen.virtualAccount !== null && seen.state === 'done' && given === 0;
  }

  // The buyer says where to, and the reconciler comes round.
  async #carryOutRefunds(): Promise<void> {
    const ofOrder = eq(refunds.orderId, this.orderId);
    await this.#db
      .update(refunds)
      .set({ state: 'pending', receiveAccount: JSON.stringify(ACCOUNT) })
      .where(and(ofOrder, eq(refunds.state, 'needs-account')));
    const waiting = and(ofOrder, eq(refunds.state, 'pending'));
    for (const { refundId } of await this.#db.select().from(refunds).where(waiting)) {
      await carryOutRefund(this.#deps, refundId);
    }
  }

  async #sayAccount(): Promise<void> {
    const row = { userId: this.#sellerId, ...ACCOUNT, changedAtMs: 1 };
    await this.#db.insert(payoutAccounts).values(row).onDuplicateKeyUpdate({ set: ACCOUNT });
  }
}

type AttemptStep = 'decline' | 'charge' | 'deposit' | 'undo-deposit' | 'cancel-at-toss';
type TableStep = Extract<StepKind, OrderMove> & keyof typeof ACTORS;

/** Who makes a move here, one after the other: the table lets one of them at most. */
const ACTORS = {
  ship: ['seller'],
  deliver: ['buyer'],
  receive: ['buyer'],
  expire: ['system'],
  cancel: ['operator'],
  dispute: ['buyer', 'operator'],
  'uphold-dispute': ['operator'],
  'settle-dispute': ['operator'],
  'release-dispute': ['operator'],
} as const satisfies Partial<Record<OrderMove, readonly OrderActor[]>>;
