/** Toss takes nothing below this, whatever the method. */
export const CHARGE_MIN_KRW = 100;
/** Our own: no method is known to take more at once, and none says how much it takes. */
export const CHARGE_MAX_KRW = 1_000_000_000;

const TRANSFER_MIN_KRW = 200;
const TRANSFER_MAX_KRW = 10_000_000;
const INSTALMENTS_FROM_KRW = 50_000;

/** Whether an amount can be paid by Toss at all. */
export function isPayable(amountKrw: number): boolean {
  return amountKrw >= CHARGE_MIN_KRW && amountKrw <= CHARGE_MAX_KRW;
}

/**
 * Whether a buyer answers for an amount that was not paid. That it is too little comes of what others did
 * not bid, and nobody answers for that. One that is too high is always of the buyer's own naming, as no
 * price is above its buyer's own maximum, and it kept others away as well as one that can be paid.
 */
export function isOwed(amountKrw: number): boolean {
  return amountKrw >= CHARGE_MIN_KRW;
}

/** What cannot be done with an amount at Toss, and why, in sentences for the buyer. */
export function payingLimits(amountKrw: number): string[] {
  if (amountKrw < CHARGE_MIN_KRW) return ['100원보다 적은 금액은 온라인으로 결제할 수 없어요.'];
  if (amountKrw > CHARGE_MAX_KRW) return ['10억 원이 넘는 금액은 온라인으로 결제할 수 없어요.'];
  const limits: string[] = [];
  if (amountKrw < TRANSFER_MIN_KRW) limits.push('계좌이체는 200원부터 할 수 있어요.');
  if (amountKrw > TRANSFER_MAX_KRW) {
    limits.push('계좌이체는 한 번에 1,000만 원까지 할 수 있어요.');
    limits.push('카드는 카드사가 정한 한도까지 결제할 수 있어요.');
  }
  if (amountKrw < INSTALMENTS_FROM_KRW) limits.push('할부는 5만 원부터 할 수 있어요.');
  return limits;
}
