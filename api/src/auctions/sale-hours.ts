import { closingMomentMs, isGoodSaleDate, openingMomentMs } from '@sagopalgo/core/rules/kst.ts';
import { invalidField } from '../http/parse-call.ts';

/** When a sale day opens and closes; throws INVALID_REQUEST unless its 09:00 KST is still ahead. */
export function saleHours(
  saleDate: string,
  nowMs: number,
): { saleDate: string; opensAtMs: number; closesAtMs: number; scheduledClosesAtMs: number } {
  if (!isGoodSaleDate(saleDate, nowMs)) {
    throw invalidField('saleDate', '아직 열리지 않은 경매일을 골라 주세요.');
  }
  const opensAtMs = openingMomentMs(saleDate);
  const closesAtMs = closingMomentMs(saleDate);
  return { saleDate, opensAtMs, closesAtMs, scheduledClosesAtMs: closesAtMs };
}
