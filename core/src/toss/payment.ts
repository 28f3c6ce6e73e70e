import { z } from 'zod';

const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Of what only adorns an answer, nothing is worth not understanding the answer for. */
function adorning<Schema extends z.ZodType>(schema: Schema) {
  return schema
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);
}

const cancelSchema = z.object({
  cancelAmount: z.int().min(0),
  cancelReason: adorning(z.string()),
  transactionKey: z.string().min(1).max(200),
  cancelStatus: adorning(z.string()),
});
export type TossCancel = z.output<typeof cancelSchema>;

/** Whether a cancel has given money back; only some methods say how it stands. */
export function isCarriedOut({ cancelStatus }: TossCancel): boolean {
  return cancelStatus === null || cancelStatus === 'DONE';
}

/** A Payment of Toss as far as we read it; fields that Toss adds are let be. */
export const tossPaymentSchema = z.object({
  paymentKey: z.string().min(1),
  orderId: z.string().min(1),
  /** Toss may add a status, which then says nothing that we know of. */
  status: z.string(),
  currency: z.string(),
  totalAmount: z.int(),
  balanceAmount: z.int(),
  method: adorning(z.string().max(20)),
  secret: adorning(z.string().max(50)),
  receipt: adorning(z.object({ url: z.url().max(1000) })),
  failure: adorning(z.object({ code: z.string().max(80), message: z.string().max(510) })),
  virtualAccount: z
    .object({
      accountNumber: z.string(),
      bankCode: z.string(),
      customerName: adorning(z.string()),
      dueDate: adorning(z.string()),
      expired: adorning(z.boolean()),
    })
    .nullish()
    .transform((account) => account ?? null),
  cancels: z
    .array(cancelSchema)
    .nullish()
    .transform((cancels) => cancels ?? []),
});
export type TossPayment = z.output<typeof tossPaymentSchema>;

export const tossErrorSchema = z.object({
  code: z.string().min(1).max(80),
  message: z.string().max(2_000).catch(''),
});

/** A moment of Toss in UTC milliseconds, in Korean time where it names no offset; null for none. */
export function tossMomentMs(text: string | null): number | null {
  if (text === null) return null;
  const atMs = Date.parse(OFFSET.test(text) ? text : `${text}+09:00`);
  return Number.isNaN(atMs) ? null : atMs;
}

/** So much of a payment key that it can be found in Toss's own pages, and not used. */
export function maskedKey(paymentKey: string | null): string | null {
  if (paymentKey === null) return null;
  return paymentKey.length < 16 ? '…' : `${paymentKey.slice(0, 5)}…${paymentKey.slice(-4)}`;
}
