import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { createSlots as createSlotsOf } from '@sagopalgo/core/runtime/slots.ts';
import type { Slots } from '@sagopalgo/core/runtime/slots.ts';

export type { Slots };

const RETRY_AFTER_MS = 3_000;

/** Slots for calls: when too many are waiting already, the next is told UNAVAILABLE. */
export function createSlots(atOnce: number, waitingMax: number): Slots {
  const busy = () => new RefusalError('UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS });
  return createSlotsOf(atOnce, waitingMax, busy);
}
