import type { Carrier, Order } from '@sagopalgo/core/contracts/orders.ts';
import { shipOrder } from '@sagopalgo/core/contracts/orders.ts';
import type { z } from 'zod';

/** What is typed of a parcel: who carries it, and by which number. */
export interface ShippingDraft {
  carrier: Carrier | null;
  trackingNumber: string;
}

export type Shipment = z.output<typeof shipOrder.body>;
export type ShippingFaults = Partial<Record<keyof ShippingDraft, string>>;

/** The form as it begins: with what is known where a parcel is under way. */
export function draftOf(shipment: Order['shipment']): ShippingDraft {
  return {
    carrier: shipment?.carrier ?? null,
    trackingNumber: shipment?.trackingNumber ?? '',
  };
}

/** The parcel, or what is missing and wrong. Numbers are often copied with spaces in between. */
export function checkShipping(
  draft: ShippingDraft,
): { shipment: Shipment; faults?: never } | { shipment?: never; faults: ShippingFaults } {
  const { carrier } = draft;
  if (carrier === null) return { faults: { carrier: '택배사를 골라 주세요.' } };
  const trackingNumber = draft.trackingNumber.normalize('NFKC').replace(/\s/g, '');
  const checked = shipOrder.body.safeParse({
    carrier,
    ...(carrier !== 'direct' && trackingNumber !== '' && { trackingNumber }),
  });
  if (checked.success) return { shipment: checked.data };
  const [issue] = checked.error.issues;
  return { faults: issue ? { trackingNumber: wordsOf(issue) } : {} };
}

/** The schema has words of its own but for length. */
function wordsOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'too_big'
    ? `${Number(issue.maximum)}자까지 적을 수 있어요.`
    : issue.message;
}
