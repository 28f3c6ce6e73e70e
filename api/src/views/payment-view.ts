import type { z } from 'zod';
import { virtualAccountSchema } from '@sagopalgo/core/contracts/payments.ts';
import type { paymentSchema } from '@sagopalgo/core/contracts/payments.ts';
import type { payments } from '@sagopalgo/core/mysql/till-schema.ts';

/** An attempt to pay as its buyer sees it: named one by one, so that Toss's secret cannot slip in. */
export function paymentView(row: typeof payments.$inferSelect): z.output<typeof paymentSchema> {
  const { tossOrderId, state, amountKrw, method, receiptUrl, failureCode, failureMessage } = row;
  const virtualAccount: unknown = row.virtualAccount && JSON.parse(row.virtualAccount);
  return {
    ...{ tossOrderId, state, amountKrw, method, receiptUrl },
    virtualAccount: virtualAccount ? virtualAccountSchema.parse(virtualAccount) : null,
    failure: failureCode === null ? null : { code: failureCode, message: failureMessage ?? '' },
  };
}
