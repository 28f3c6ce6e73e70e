import { expect } from 'chai';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { tillGauges } from './keeper-gauges.ts';

describe('what the keeper shows of the till', () => {
  it('is how much of each kind is open, as it was counted last', async () => {
    const metrics = createMetrics('keeper-test');
    const show = tillGauges(metrics);
    const counts = {
      ...{ unknown: 3, longUnknown: 1, waitingDeposits: 2, refundsPending: 4 },
      ...{ refundsWithoutAccount: 5, refundsRefused: 6, webhooksOpen: 7 },
    };
    show(counts);
    show({ ...counts, unknown: 0 });
    const shown = await metrics.registry.metrics();
    for (const line of [
      'payments_open{waits="unknown",room="keeper-test"} 0',
      'payments_open{waits="long-unknown",room="keeper-test"} 1',
      'payments_open{waits="deposit",room="keeper-test"} 2',
      'refunds_open{waits="pending",room="keeper-test"} 4',
      'refunds_open{waits="account",room="keeper-test"} 5',
      'refunds_open{waits="refused",room="keeper-test"} 6',
      'toss_webhooks_open{room="keeper-test"} 7',
    ]) {
      expect(shown).to.contain(line);
    }
  });
});
