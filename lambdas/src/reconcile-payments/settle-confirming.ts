import { and, asc, eq, isNull, lt, or } from 'drizzle-orm';
import { payments } from '@sagopalgo/core/mysql/till-schema.ts';
import { declineAttempt } from '@sagopalgo/core/orders/apply-payment.ts';
import {
  confirmAttempt,
  learnPayment,
  maySendAgain,
  NOT_FOUND_PROVES_AFTER_MS,
} from '@sagopalgo/core/orders/ask-toss.ts';
import { LONG_UNKNOWN_MS } from '@sagopalgo/core/orders/long-unknown.ts';
import { tellLongUnknown } from '@sagopalgo/core/orders/stand-still.ts';
import type { PaymentRow, TillDeps } from '@sagopalgo/core/orders/payment-rows.ts';
import { tryEvery } from '../try-every.ts';

const ATTEMPTS_A_RUN = 50;
/** The api is given this long to hear the answer itself. */
const YOUNG_MS = 15_000;
const ASKED_AGAIN_AFTER_MS = 5_000;

const NEVER_CHARGED = { code: 'NOT_FOUND_PAYMENT', message: '결제가 끝나지 않았어요.' };

/** Finds out what became of the attempts whose outcome nobody has heard. */
export async function settleConfirming(deps: TillDeps): Promise<void> {
  const { state, confirmingAtMs, askedAtMs } = payments;
  const nowMs = deps.now();
  const open = await deps.db
    .select()
    .from(payments)
    .where(
      and(
        eq(state, 'confirming'),
        lt(confirmingAtMs, nowMs - YOUNG_MS),
        or(isNull(askedAtMs), lt(askedAtMs, nowMs - ASKED_AGAIN_AFTER_MS)),
      ),
    )
    .orderBy(asc(askedAtMs))
    .limit(ATTEMPTS_A_RUN);
  await tryEvery(open, (attempt) => settle(deps, attempt));
}

async function settle(deps: TillDeps, { tossOrderId }: PaymentRow): Promise<void> {
  const learned = await learnPayment(deps, tossOrderId);
  const { payment } = learned;
  if (payment.state !== 'confirming') return;
  const ageMs = deps.now() - (payment.confirmingAtMs ?? 0);
  if (learned.found === 'not-found' && ageMs > NOT_FOUND_PROVES_AFTER_MS) {
    await declineAttempt(deps, payment, NEVER_CHARGED);
    return;
  }
  // What Toss has not begun, or does not show yet, is begun by the same request as before.
  const isOpen = learned.found === 'not-found' || isNotBegun(learned);
  const isInTime = ageMs <= NOT_FOUND_PROVES_AFTER_MS;
  if (isOpen && isInTime && maySendAgain(payment)) await confirmAttempt(deps, payment);
  else if (ageMs > LONG_UNKNOWN_MS) await tellLongUnknown(deps, payment);
}

function isNotBegun(learned: { found: string; status?: string }): boolean {
  return learned.status === 'IN_PROGRESS' || learned.status === 'READY';
}
