import { expect } from 'chai';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { notShown } from '@sagopalgo/core/testing/shown-metrics.ts';
import { stockGauges } from './stock-gauges.ts';
import type { Stock } from './take-stock/take-stock.ts';

const STOCK: Stock = {
  auctions: { scheduled: 3, live: 2, sold: 1, unsold: 0, cancelled: 0 },
  overdue: { opening: 1, closing: 2 },
  orders: {
    ...{ awaiting_payment: 4, paying: 0, awaiting_deposit: 0, paid: 0, shipped: 0, delivered: 0 },
    ...{ received: 0, paid_out: 0, expired: 0, cancelled: 0, refunded: 0, disputed: 5 },
  },
  searchLagMs: { embedded: 1_500, elasticsearch: 0 },
  searchSetAside: { embedded: 2, elasticsearch: 0 },
  pushes: { waiting: 6, lagMs: 2_500 },
  redis: {
    ...{ masters: 1, memoryBytes: 1_000, memoryUsedRatio: 0.75, clients: 7, isFileFailing: true },
    ...{ scriptCalls: 50, scriptSeconds: 0.25 },
  },
  mysql: { connections: 9, running: 2, statements: 500, slowStatements: 1, rowLockWaits: 3 },
};

describe('what the keeper shows of how the marketplace stands', () => {
  it('is what was counted last, and of the stores what they count themselves', async () => {
    const metrics = createMetrics('keeper-test');
    const show = stockGauges(metrics);
    show({ ...STOCK, overdue: { opening: 9, closing: 9 } });
    // A store that was started anew counts from nothing.
    show({ ...STOCK, redis: { ...STOCK.redis, scriptCalls: 20 } });
    const missing = await notShown(metrics, [
      'auctions{state="scheduled",room="keeper-test"} 3',
      'auctions{state="unsold",room="keeper-test"} 0',
      'auctions_overdue{step="opening",room="keeper-test"} 1',
      'auctions_overdue{step="closing",room="keeper-test"} 2',
      'orders{state="disputed",room="keeper-test"} 5',
      'search_lag_seconds{index="embedded",room="keeper-test"} 1.5',
      'search_set_aside{index="embedded",room="keeper-test"} 2',
      'pushes_waiting{room="keeper-test"} 6',
      'push_lag_seconds{room="keeper-test"} 2.5',
      'redis_memory_used_ratio{room="keeper-test"} 0.75',
      'redis_file_failing{room="keeper-test"} 1',
      'redis_script_calls_total{room="keeper-test"} 20',
      'redis_script_seconds_total{room="keeper-test"} 0.25',
      'mysql_connections{room="keeper-test"} 9',
      'mysql_statements_total{room="keeper-test"} 500',
      'mysql_row_lock_waits_total{room="keeper-test"} 3',
    ]);
    expect(missing).to.deep.equal([]);
  });
});
